package dev.xeocontext.kit.time;

import io.micrometer.core.instrument.Counter;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * How long an answer may take, so that what is never answered costs some time and not all that waits behind it. Safe for
 * use by several threads.
 */
public final class Deadline {

    private final Duration time;
    private final Deadlines.Timer timer;
    private final Counter missed;

    Deadline(Duration time, Deadlines.Timer timer, Counter missed) {
        this.time = time;
        this.timer = timer;
        this.missed = missed;
    }

    /**
     * The answer, or a {@link TimeoutException} in its place. What was asked for is not taken back: it may still take
     * effect, but what it answers then is heard by nobody.
     */
    public <T> Uni<T> on(Uni<T> answer) {
        return Uni.createFrom().emitter(caller -> {
            Runnable stop = timer.start(time, () -> {
                missed.increment();
                caller.fail(new TimeoutException("No answer in " + time.toMillis() + " ms"));
            });
            answer.subscribe()
                    .with(
                            item -> {
                                stop.run();
                                caller.complete(item);
                            },
                            failure -> {
                                stop.run();
                                caller.fail(failure);
                            });
        });
    }
}
