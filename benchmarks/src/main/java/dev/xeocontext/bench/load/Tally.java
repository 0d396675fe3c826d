package dev.xeocontext.bench.load;

import dev.xeocontext.bench.measure.Latencies;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What came of the acts so far. Safe for several threads. */
final class Tally {

    private final Latencies latencies = new Latencies();
    private final LongAdder acts = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();

    void succeeded(long nanos) {
        latencies.record(nanos);
        acts.increment();
    }

    void failed(Throwable failure) {
        failures.increment();
        firstFailure.compareAndSet(null, failure.toString());
    }

    LoadResult result(Duration wall) {
        return new LoadResult(acts.sum(), wall, latencies.summary(), failures.sum(), firstFailure.get());
    }
}
