/** Every failure of a request becomes an RFC 9457 problem here, and nowhere else. */
@NullMarked
package dev.xeocontext.kit.problem;

import org.jspecify.annotations.NullMarked;
