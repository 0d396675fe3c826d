package dev.xeocontext.bench.limit;

import dev.xeocontext.bench.load.LoadResult;
import dev.xeocontext.bench.measure.Latencies;

/**
 * What something else did with the same load.
 *
 * @param opsPerSecond of the measured part
 * @param latency of one act: a batch, a frame, a delivery
 * @param failures so that a limit which was not reached properly is seen
 */
public record Limit(String name, double opsPerSecond, Latencies.Summary latency, long failures) {

    static Limit of(String name, LoadResult result, int opsPerAct) {
        return new Limit(name, result.actsPerSecond() * opsPerAct, result.latency(), result.failures());
    }
}
