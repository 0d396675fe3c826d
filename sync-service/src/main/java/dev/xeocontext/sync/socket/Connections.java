package dev.xeocontext.sync.socket;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The connections of this replica. Safe for use by several threads. */
final class Connections {

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    void add(Connection connection) {
        open.add(connection);
        if (draining) {
            connection.soon(Connection::drain);
        }
    }

    void remove(Connection connection) {
        open.remove(connection);
        completeWhenEmpty();
    }

    int size() {
        return open.size();
    }

    /** Lets every connection look at the time, on its own loop. */
    void tick() {
        each(Connection::tick);
    }

    /** Lets every connection finish, those that come later too; done when there is none. */
    CompletableFuture<Void> drain() {
        draining = true;
        each(Connection::drain);
        completeWhenEmpty();
        return drained;
    }

    private void each(Consumer<Connection> action) {
        open.forEach(connection -> connection.soon(action));
    }

    private void completeWhenEmpty() {
        if (draining && open.isEmpty()) {
            drained.complete(null);
        }
    }
}
