/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.contracts.sync;

import org.jspecify.annotations.NullMarked;
