package dev.xeocontext.contracts.sync;

/** Why the server closes a socket. */
public enum CloseCode {
    BAD_MESSAGE(4400, "bad message"),
    UNAUTHENTICATED(4401, "not signed in"),
    FORBIDDEN(4403, "not allowed"),
    TOO_SLOW(4408, "too slow"),
    /** Another socket of the same device took over: don't reconnect unasked. */
    REPLACED(4409, "replaced"),
    FRAME_TOO_LARGE(4413, "frame too large"),
    PROTOCOL_TOO_OLD(4426, "protocol too old"),
    ABUSE(4429, "abuse"),
    DRAINING(4503, "draining");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
