/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.contracts.merge;

import org.jspecify.annotations.NullMarked;
