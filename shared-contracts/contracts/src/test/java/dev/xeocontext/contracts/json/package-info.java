/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.contracts.json;

import org.jspecify.annotations.NullMarked;
