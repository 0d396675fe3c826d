package dev.xeocontext.contracts.merge;

import dev.xeocontext.contracts.clock.Hlc;

/** The value of one field with everything that merging needs. Immutable. */
public sealed interface FieldState permits Register, ElementSet {

    /** The greatest clock in it. */
    Hlc latest();

    /** How much room it takes, in characters: the values, and of a set the clocks. */
    long weight();
}
