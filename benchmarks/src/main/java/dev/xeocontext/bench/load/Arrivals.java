package dev.xeocontext.bench.load;

import dev.xeocontext.bench.measure.Latencies;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What was sent once and is to arrive at every receiver once, timed from when it was due. Safe for several threads. */
public final class Arrivals {

    private static final long QUIET_NANOS = 5_000_000_000L;
    private static final long LOOK_NANOS = 20_000_000;

    private final int first;
    private final int sent;
    private final int receivers;
    private final AtomicLongArray due;
    private final AtomicIntegerArray times;
    private final LongAdder arrived = new LongAdder();
    private final LongAdder twice = new LongAdder();
    private final Latencies latencies = new Latencies();

    /**
     * Of so many messages, each for all of so many receivers.
     *
     * @param first messages before this one are not timed, but they are to arrive
     */
    public Arrivals(int first, int sent, int receivers) {
        this.first = first;
        this.sent = sent;
        this.receivers = receivers;
        this.due = new AtomicLongArray(sent);
        this.times = new AtomicIntegerArray(Math.multiplyExact(sent, receivers));
    }

    public void sent(int message, long when) {
        due.set(message, when);
    }

    public void arrived(int receiver, int message, long when) {
        if (times.getAndIncrement(receiver * sent + message) > 0) {
            twice.increment();
            return;
        }
        arrived.increment();
        if (message >= first) {
            latencies.record(when - due.get(message));
        }
    }

    /** Blocks until everything is there, or until nothing more has come for 5 s: what is late is not missing. */
    public void awaitAll() throws InterruptedException {
        long before = -1;
        long deadline = 0;
        while (missing() > 0) {
            long now = System.nanoTime();
            if (arrived.sum() != before) {
                before = arrived.sum();
                deadline = now + QUIET_NANOS;
            } else if (now > deadline) {
                return;
            }
            Pace.until(now + LOOK_NANOS);
        }
    }

    /** How many deliveries there are to be. */
    public long expected() {
        return (long) sent * receivers;
    }

    public long missing() {
        return expected() - arrived.sum();
    }

    public long twice() {
        return twice.sum();
    }

    public Latencies.Summary latency() {
        return latencies.summary();
    }
}
