package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.limit.Limit;
import dev.xeocontext.bench.load.LoadResult;
import dev.xeocontext.bench.measure.Latencies;
import dev.xeocontext.bench.report.Comparison;
import dev.xeocontext.bench.report.Figures;
import java.util.List;

/** The comparisons that several workloads make. */
final class Compared {

    private Compared() {}

    /** The middle and the end of what was timed. */
    static List<Comparison> latency(String of, Latencies.Summary ours, Limit limit) {
        return List.of(
                new Comparison(
                        of + " p50 ms",
                        ours.p50(),
                        limit.name(),
                        limit.latency().p50()),
                new Comparison(
                        of + " p95 ms",
                        ours.p95(),
                        limit.name(),
                        limit.latency().p95()),
                new Comparison(
                        of + " p99 ms",
                        ours.p99(),
                        limit.name(),
                        limit.latency().p99()));
    }

    /** Notes what went wrong, if anything did. */
    static void failures(Figures figures, LoadResult result) {
        figures.with("failures", result.failures());
        var first = result.firstFailure();
        if (first != null) {
            figures.with("firstFailure", first);
        }
    }
}
