package dev.xeocontext.bench.limit;

import dev.xeocontext.bench.load.Act;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Workers that block, each a thread with a connection of its own, which nobody else uses. */
final class BlockingAct implements Act, Closeable {

    /** Connects. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws Exception;
    }

    /** What one worker has. */
    interface Connection extends Closeable {
        /** Does it once, and returns when it is durable. */
        void act() throws Exception;
    }

    private final List<ExecutorService> threads = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();

    private BlockingAct() {}

    static BlockingAct of(int workers, Connector connector) throws Exception {
        var act = new BlockingAct();
        try {
            for (int i = 0; i < workers; i++) {
                act.connections.add(connector.connect());
                act.threads.add(Executors.newSingleThreadExecutor());
            }
            return act;
        } catch (Exception e) {
            act.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<?> begin(int worker, int number, long due) {
        return CompletableFuture.runAsync(() -> act(connections.get(worker)), threads.get(worker));
    }

    private static void act(Connection connection) {
        try {
            connection.act();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        threads.forEach(ExecutorService::close);
        for (var connection : connections) {
            connection.close();
        }
    }
}
