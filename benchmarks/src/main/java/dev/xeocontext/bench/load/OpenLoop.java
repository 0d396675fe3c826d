package dev.xeocontext.bench.load;

import dev.xeocontext.bench.measure.Window;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An even pace that does not care how the server fares, as people don't: every act is timed from the moment that it was
 * due, so that a server which stalls is charged for all who waited.
 */
public final class OpenLoop {

    private static final long LAST_ACTS_SECONDS = 60;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Act act;
    private final Tally tally = new Tally();
    // the pacer and each act under way
    private final Phaser underWay = new Phaser(1);

    private OpenLoop(Act act) {
        this.act = act;
    }

    /** How many acts such a run begins, those of the warm-up included. */
    public static int acts(int perSecond, Duration warmUp, Duration measured) {
        return count(perSecond, warmUp) + count(perSecond, measured);
    }

    /**
     * Blocks until the last act is done. The workers take turns.
     *
     * @param window open from the end of the warm-up until then
     */
    public static LoadResult run(int workers, int perSecond, Act act, Duration warmUp, Duration measured, Window window)
            throws InterruptedException {
        int first = count(perSecond, warmUp);
        return new OpenLoop(act).run(workers, perSecond, first, acts(perSecond, warmUp, measured), window);
    }

    private LoadResult run(int workers, int perSecond, int first, int acts, Window window) throws InterruptedException {
        long start = System.nanoTime();
        long begun = start;
        for (int number = 0; number < acts; number++) {
            long due = start + number * NANOS_PER_SECOND / perSecond;
            Pace.until(due);
            if (number == first) {
                window.opens();
                begun = due;
            }
            begin(number % workers, number, due, number >= first);
        }
        awaitLast();
        var wall = Duration.ofNanos(System.nanoTime() - begun);
        window.closes();
        return tally.result(wall);
    }

    private void begin(int worker, int number, long due, boolean timed) {
        underWay.register();
        var unused = act.begin(worker, number, due).whenComplete((done, failure) -> {
            if (failure != null) {
                tally.failed(failure);
            } else if (timed) {
                tally.succeeded(System.nanoTime() - due);
            }
            underWay.arriveAndDeregister();
        });
    }

    private void awaitLast() throws InterruptedException {
        try {
            underWay.awaitAdvanceInterruptibly(underWay.arrive(), LAST_ACTS_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            tally.failed(new IllegalStateException(underWay.getUnarrivedParties() + " acts never ended", e));
        }
    }

    private static int count(int perSecond, Duration duration) {
        return Math.toIntExact(perSecond * duration.toMillis() / 1000);
    }
}
