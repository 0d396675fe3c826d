package dev.xeocontext.bench.load;

import dev.xeocontext.bench.measure.Latencies;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a loop did in its measured part.
 *
 * @param acts that succeeded
 * @param wall how long the measured part took
 * @param failures during the whole run
 * @param firstFailure what went wrong first
 */
public record LoadResult(
        long acts,
        Duration wall,
        Latencies.Summary latency,
        long failures,
        @Nullable String firstFailure) {

    private static final double NANOS_PER_SECOND = 1e9;

    public double actsPerSecond() {
        return acts * NANOS_PER_SECOND / wall.toNanos();
    }
}
