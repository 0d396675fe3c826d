/** Every failure that begins here, as an RFC 9457 problem. */
@NullMarked
package dev.xeocontext.gateway.problem;

import org.jspecify.annotations.NullMarked;
