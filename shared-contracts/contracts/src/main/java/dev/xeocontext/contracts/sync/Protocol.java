package dev.xeocontext.contracts.sync;

/** The name of the protocol and its versions. */
public final class Protocol {

    /** The WebSocket subprotocol. */
    public static final String NAME = "xeo.sync.v1";

    /** The version that {@code hello} names. */
    public static final int VERSION = 1;

    private Protocol() {}
}
