package dev.xeocontext.local.stack.system;

import dev.xeocontext.local.stack.Stack;
import java.util.ArrayList;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Devices with bad clocks on a bad network, over and over: in the end all know the same, and nothing was lost. */
@SystemTest
class ConvergenceTest {

    private static final int RUNS = Settings.number("XEO_SOAK_CONVERGENCE", 32);
    private static final int AT_ONCE = 8;
    private static final int RUNS_PER_HOUSEHOLD = 8;

    private final Stack stack;

    ConvergenceTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    @DisplayName("devices on a bad network converge, whatever the seed")
    void devicesConverge() throws InterruptedException, ExecutionException {
        var failures = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ExecutorCompletionService<String>(threads);
            var turns = new Semaphore(AT_ONCE);
            int households = (RUNS + RUNS_PER_HOUSEHOLD - 1) / RUNS_PER_HOUSEHOLD;
            int parallel = Math.max(households, Math.min(AT_ONCE, RUNS));
            int submitted = submit(running, turns, parallel);
            for (int done = 0; done < submitted; done++) {
                var failure = running.take().get();
                if (!failure.isEmpty()) {
                    failures.add(failure);
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(
                    "%d households did not converge:%n%s".formatted(failures.size(), String.join("\n\n", failures)));
        }
    }

    /** Every household plays its share of the runs, one after the other on the same store. */
    private int submit(CompletionService<String> running, Semaphore turns, int households) {
        for (int household = 0; household < households; household++) {
            int first = household;
            running.submit(() -> {
                turns.acquire();
                try {
                    return play(first, households);
                } finally {
                    turns.release();
                }
            });
        }
        return households;
    }

    /** Returns what went wrong, with the seed that repeats it; nothing if nothing did. */
    private String play(int first, int step) {
        var household = Household.of(stack, RandomRun.DEVICES);
        for (int run = first; run < RUNS; run += step) {
            long seed = Settings.SEED + run;
            try {
                new RandomRun(household, seed).play();
            } catch (AssertionError | RuntimeException e) {
                return "XEO_SEED=%d repeats it: %s".formatted(seed, e);
            }
        }
        return "";
    }
}
