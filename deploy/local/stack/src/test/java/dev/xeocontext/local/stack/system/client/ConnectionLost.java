package dev.xeocontext.local.stack.system.client;

/** The connection ended before the answer came. */
public final class ConnectionLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectionLost() {
        super("the connection ended before the answer came");
    }
}
