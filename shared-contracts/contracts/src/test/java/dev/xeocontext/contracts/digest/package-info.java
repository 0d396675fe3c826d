/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.contracts.digest;

import org.jspecify.annotations.NullMarked;
