package dev.xeocontext.kit.time;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes deadlines. How many were missed is counted as {@code xeo.overdue}, by what did not come. */
@Singleton
public final class Deadlines {

    /** Does something later, unless it is stopped before. */
    @FunctionalInterface
    public interface Timer {

        /** Starts; what is returned stops it, and may be called at any time. */
        Runnable start(Duration time, Runnable task);
    }

    private final Timer timer;
    private final MeterRegistry meters;

    /** Deadlines on the event loop of whoever waits. */
    @Inject
    Deadlines(Vertx vertx, MeterRegistry meters) {
        this(
                (time, task) -> {
                    long id = vertx.setTimer(Math.max(1, time.toMillis()), ignored -> task.run());
                    return () -> vertx.cancelTimer(id);
                },
                meters);
    }

    public Deadlines(Timer timer, MeterRegistry meters) {
        this.timer = timer;
        this.meters = meters;
    }

    /**
     * A deadline.
     *
     * @param what does not come: a label of the metric
     */
    public Deadline of(String what, Duration time) {
        return new Deadline(time, timer, meters.counter("xeo.overdue", "of", what));
    }
}
