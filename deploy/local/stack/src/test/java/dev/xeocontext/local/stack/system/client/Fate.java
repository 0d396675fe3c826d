package dev.xeocontext.local.stack.system.client;

/** What a bad network does to a frame. */
public enum Fate {
    PASSES,
    /** It passes, but late; those behind it wait. */
    DAWDLES,
    /** The connection breaks before it has passed. */
    LOST,
    /** It passes, and then the connection breaks. */
    LAST,
    /** The connection dies and neither side is told: the server still holds it when the next one comes. */
    HANGS
}
