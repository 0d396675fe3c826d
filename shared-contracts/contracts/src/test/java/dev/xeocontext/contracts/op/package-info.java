/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.contracts.op;

import org.jspecify.annotations.NullMarked;
