/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.contracts.event;

import org.jspecify.annotations.NullMarked;
