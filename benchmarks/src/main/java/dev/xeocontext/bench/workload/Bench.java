package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Fleet;
import dev.xeocontext.bench.limit.Limits;
import dev.xeocontext.bench.measure.CpuMeter;
import java.time.Duration;
import java.util.Map;

/**
 * What workloads run against.
 *
 * @param processes of the stack, by name
 * @param warmUp of each workload, with its own load
 * @param measured how long each workload is measured, where it is a matter of time
 */
public record Bench(Fleet fleet, Limits limits, Map<String, Long> processes, Duration warmUp, Duration measured) {

    CpuMeter meter() {
        return new CpuMeter(processes);
    }
}
