package dev.xeocontext.bench.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Durations of many things, to three digits. Safe for several threads. */
public final class Latencies {

    private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final double MICROS_PER_MILLI = 1000;

    private final Histogram micros = new ConcurrentHistogram(1, MOST_MICROS, 3);

    public void record(long nanos) {
        micros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 1, MOST_MICROS));
    }

    public Summary summary() {
        return new Summary(micros.getTotalCount(), millis(50), millis(95), millis(99), millis(99.9), millis(100));
    }

    private double millis(double percentile) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    /**
     * What there was, in milliseconds; zeros where there was nothing.
     *
     * @param count how many were timed
     */
    public record Summary(long count, double p50, double p95, double p99, double p999, double max) {}
}
