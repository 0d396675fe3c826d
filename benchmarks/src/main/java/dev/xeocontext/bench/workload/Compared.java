package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Pusher;
import dev.xeocontext.bench.limit.Limit;
import dev.xeocontext.bench.load.LoadResult;
import dev.xeocontext.bench.measure.Latencies;
import dev.xeocontext.bench.report.Comparison;
import dev.xeocontext.bench.report.Figures;
import java.util.ArrayList;
import java.util.List;

/** The comparisons that several workloads make. */
final class Compared {

    private Compared() {}

    /** Ops in a second, and the time of one batch. */
    static List<Comparison> throughput(double opsPerSecond, LoadResult ours, List<Limit> limits) {
        var rows = new ArrayList<Comparison>();
        for (var limit : limits) {
            rows.add(new Comparison("ops/s", opsPerSecond, limit.name(), limit.opsPerSecond()));
        }
        limits.forEach(limit -> rows.addAll(latency("batch", ours.latency(), limit)));
        return rows;
    }

    /** The middle and the end of what was timed. */
    static List<Comparison> latency(String of, Latencies.Summary ours, Limit limit) {
        return List.of(
                new Comparison(
                        of + " p50 ms",
                        ours.p50(),
                        limit.name(),
                        limit.latency().p50()),
                new Comparison(
                        of + " p99 ms",
                        ours.p99(),
                        limit.name(),
                        limit.latency().p99()));
    }

    /** Notes how often each answer was given, warm-up included. */
    static void answers(Figures figures, Pusher pusher) {
        pusher.answers().forEach((status, times) -> figures.with("answered " + status, times));
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
