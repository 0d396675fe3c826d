/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.kit.op;

import org.jspecify.annotations.NullMarked;
