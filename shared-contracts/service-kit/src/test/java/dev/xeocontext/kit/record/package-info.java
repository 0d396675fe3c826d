/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.kit.record;

import org.jspecify.annotations.NullMarked;
