package dev.xeocontext.local.embedded;

import java.io.IOException;

/** A server of the stack that runs in the foreground and listens on one loopback port. */
public interface ForegroundServer {

    /** The name that logs and folders go by. */
    String name();

    /**
     * Makes the folder ready: unpacks programs, writes settings, creates an empty database the first time. Blocks; safe
     * to repeat while the server is not running.
     */
    void prepare() throws IOException;

    /** What to run, once prepared. */
    ServerCommand command();

    /** Whether clients get an answer now. Never throws, returns within about a second. */
    boolean ready();
}
