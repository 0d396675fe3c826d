package dev.xeocontext.local.stack;

import dev.xeocontext.local.embedded.Loopback;
import dev.xeocontext.local.stack.part.Part;
import java.net.URI;

/** A sync-service that was started beside those of the settings. It stops when it is closed, or with its stack. */
public final class AddedReplica implements AutoCloseable {

    private final Part part;
    private final int port;
    private final Runnable gone;

    /** @param gone is told once it has stopped */
    AddedReplica(Part part, int port, Runnable gone) {
        this.part = part;
        this.port = port;
        this.gone = gone;
    }

    /** Where it answers. */
    public URI url() {
        return URI.create("http://%s:%d".formatted(Loopback.ADDRESS, port));
    }

    /** Returns when its process has ended. Idempotent. */
    @Override
    public void close() {
        part.requestStop();
        part.awaitStopped();
        gone.run();
    }
}
