package dev.xeocontext.sync.socket;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The connections of this replica. Safe for use by several threads. */
@Singleton
final class Connections {

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final long retryMillis;
    private final RandomGenerator random;
    private volatile boolean draining;

    /** @param random safe for use by several threads */
    Connections(SocketConfig config, RandomGenerator random) {
        this.retryMillis = config.drainRetry().toMillis();
        this.random = random;
    }

    void add(Connection connection) {
        open.add(connection);
        if (draining) {
            connection.soon(this::sendAway);
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

    /** Whether the replica goes away: whoever knocks now is sent elsewhere. */
    boolean draining() {
        return draining;
    }

    /** Lets every connection finish, those that come later too; done when there is none. */
    CompletableFuture<Void> drain() {
        draining = true;
        each(this::sendAway);
        completeWhenEmpty();
        return drained;
    }

    /** Closes those that did not finish. What they were not answered they send again elsewhere, under the same ids. */
    void cutOff() {
        each(Connection::cutOff);
    }

    /** Half to one and a half of the time that is configured, so that they do not all come back at once. */
    private void sendAway(Connection connection) {
        connection.drain(retryMillis / 2 + random.nextLong(Math.max(1, retryMillis)));
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
