package dev.xeocontext.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Doing the same for many, some at a time. */
public final class Crowd {

    private Crowd() {}

    /**
     * Blocks until all are done; results stand in the order of the numbers.
     *
     * @param task takes numbers from 0, and may block
     * @throws IllegalStateException when a task failed
     */
    public static <T> List<T> each(int count, int atOnce, IntFunction<T> task) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(atOnce)) {
            var tasks = new ArrayList<Callable<T>>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> task.apply(number));
            }
            var results = new ArrayList<T>();
            for (var future : threads.invokeAll(tasks)) {
                results.add(result(future));
            }
            return results;
        }
    }

    private static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
