package dev.xeocontext.bench.client;

/** The server said no, or closed the socket. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
