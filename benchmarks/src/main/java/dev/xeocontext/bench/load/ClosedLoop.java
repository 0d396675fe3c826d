package dev.xeocontext.bench.load;

import dev.xeocontext.bench.measure.Window;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * As much as goes: each worker begins its next act when its last one is done. Says how much a server can take; says
 * nothing about how long people wait, because a slow server is asked less. A worker whose act fails stops.
 */
public final class ClosedLoop {

    private static final long LAST_ACTS_SECONDS = 30;

    private final Act act;
    private final CountDownLatch working;
    private final Tally tally = new Tally();
    private volatile boolean measuring;
    private volatile boolean stopped;

    private ClosedLoop(int workers, Act act) {
        this.act = act;
        this.working = new CountDownLatch(workers);
    }

    /**
     * Blocks for both durations, and until the last acts are done.
     *
     * @param warmUp before anything is timed
     * @param window open while it is
     */
    public static LoadResult run(int workers, Act act, Duration warmUp, Duration measured, Window window)
            throws InterruptedException {
        return new ClosedLoop(workers, act).run(workers, warmUp, measured, window);
    }

    private LoadResult run(int workers, Duration warmUp, Duration measured, Window window) throws InterruptedException {
        for (int worker = 0; worker < workers; worker++) {
            next(worker, 0);
        }
        Pace.until(System.nanoTime() + warmUp.toNanos());
        window.opens();
        long begun = System.nanoTime();
        measuring = true;
        Pace.until(begun + measured.toNanos());
        measuring = false;
        var wall = Duration.ofNanos(System.nanoTime() - begun);
        window.closes();
        stopped = true;
        boolean ended = working.await(LAST_ACTS_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            tally.failed(new IllegalStateException(working.getCount() + " acts never ended"));
        }
        return tally.result(wall);
    }

    private void next(int worker, int number) {
        if (stopped) {
            working.countDown();
            return;
        }
        long begun = System.nanoTime();
        var unused =
                act.begin(worker, number, begun).whenComplete((done, failure) -> ended(worker, number, begun, failure));
    }

    private void ended(int worker, int number, long begun, @Nullable Throwable failure) {
        if (failure != null) {
            tally.failed(failure);
            working.countDown();
            return;
        }
        if (measuring) {
            tally.succeeded(System.nanoTime() - begun);
        }
        next(worker, number + 1);
    }
}
