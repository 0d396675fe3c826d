package dev.xeocontext.bench.load;

import java.util.concurrent.CompletableFuture;

/** One thing that is timed, from the moment it is due until the future completes. */
@FunctionalInterface
public interface Act {

    /**
     * Begins it, and returns at once.
     *
     * @param worker which of the connections does it, from 0
     * @param number counted from 0: by each worker for itself in a closed loop, over all in an open one
     * @param due when it was to begin, by {@link System#nanoTime}
     */
    CompletableFuture<?> begin(int worker, int number, long due);
}
