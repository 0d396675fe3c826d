package dev.xeocontext.sync;

import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A timer that the test advances. Safe for use by several threads. */
public final class HandTimer implements Deadlines.Timer {

    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

    @Override
    public Runnable start(Duration time, Runnable task) {
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** A deadline that is over with {@link #elapse}. */
    public Deadline deadline() {
        return new Deadlines(this, new SimpleMeterRegistry()).of("answer", Duration.ofSeconds(1));
    }

    /** Lets all that is waited for come too late. */
    public void elapse() {
        List<Runnable> due = List.copyOf(tasks);
        tasks.clear();
        due.forEach(Runnable::run);
    }

    /** How many wait. */
    public int waiting() {
        return tasks.size();
    }
}
