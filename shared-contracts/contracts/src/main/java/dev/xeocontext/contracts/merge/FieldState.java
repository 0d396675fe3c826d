package dev.xeocontext.contracts.merge;

import dev.xeocontext.contracts.clock.Hlc;

/** The value of one field with everything that merging needs. Immutable. */
public sealed interface FieldState permits Register, ElementSet {

    /** The greatest clock in it. */
    Hlc latest();

    /** How much room its values take, in characters. */
    long weight();
}
