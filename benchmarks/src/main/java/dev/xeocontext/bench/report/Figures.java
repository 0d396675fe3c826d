package dev.xeocontext.bench.report;

import dev.xeocontext.bench.measure.Latencies;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers by name, in the order in which they were noted. */
public final class Figures {

    private static final double STEPS = 1000;

    private final Map<String, Object> values = new LinkedHashMap<>();

    public Figures with(String name, double value) {
        values.put(name, rounded(value));
        return this;
    }

    public Figures with(String name, long value) {
        values.put(name, value);
        return this;
    }

    public Figures with(String name, String value) {
        values.put(name, value);
        return this;
    }

    /**
     * Adds each of the latencies.
     *
     * @param of what was timed; stands before each name
     */
    public Figures with(String of, Latencies.Summary latency) {
        return with(of + "P50Ms", latency.p50())
                .with(of + "P95Ms", latency.p95())
                .with(of + "P99Ms", latency.p99())
                .with(of + "P999Ms", latency.p999())
                .with(of + "MaxMs", latency.max())
                .with(of + "Samples", latency.count());
    }

    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    static double rounded(double value) {
        return Math.round(value * STEPS) / STEPS;
    }
}
