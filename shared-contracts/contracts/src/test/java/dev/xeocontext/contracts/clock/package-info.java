/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.contracts.clock;

import org.jspecify.annotations.NullMarked;
