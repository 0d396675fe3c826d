/** Hybrid logical clocks: the one order in which edits of all devices stand. */
@NullMarked
package dev.xeocontext.contracts.clock;

import org.jspecify.annotations.NullMarked;
