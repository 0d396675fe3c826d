package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Fleet;
import dev.xeocontext.bench.limit.Limits;
import dev.xeocontext.bench.measure.CpuMeter;
import dev.xeocontext.bench.server.BenchStack;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * What workloads run against.
 *
 * @param coldWarmUp of a workload that starts a process itself, with its own load
 * @param warmUp of every other workload, with its own load
 * @param measured how long each workload is measured, where it is a matter of time
 */
public record Bench(
        Fleet fleet, Limits limits, BenchStack stack, Duration coldWarmUp, Duration warmUp, Duration measured) {

    /** Of all processes of the stack that run now. */
    CpuMeter meter() throws IOException {
        return new CpuMeter(processes());
    }

    Map<String, Long> processes() throws IOException {
        return stack.processes();
    }
}
