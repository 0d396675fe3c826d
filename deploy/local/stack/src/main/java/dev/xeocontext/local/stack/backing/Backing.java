package dev.xeocontext.local.stack.backing;

import dev.xeocontext.local.embedded.BackingServer;
import dev.xeocontext.local.embedded.Endpoints;
import dev.xeocontext.local.stack.Progress;
import java.io.IOException;

/** The backing services of one stack. */
public sealed interface Backing extends AutoCloseable permits EmbeddedBacking, ContainerBacking, ExternalBacking {

    /** Begins to start them; may return before they answer. */
    void start() throws IOException;

    /** Blocks until PostgreSQL is there with the databases in it: all that services need to start. */
    Endpoints awaitDatabases(Progress progress) throws IOException;

    /** Blocks until the rest answers too. */
    void awaitRest(Progress progress) throws IOException;

    /** Kills one with no warning, and sees to it that it comes back: what tests of faults do. */
    void kill(BackingServer server) throws IOException;

    /** The same, but its data is gone when it comes back. */
    void wipe(BackingServer server) throws IOException;

    /** Deletes what is kept outside of the data folder: for throw-away stacks, once they are closed. */
    void discard();

    @Override
    void close();
}
