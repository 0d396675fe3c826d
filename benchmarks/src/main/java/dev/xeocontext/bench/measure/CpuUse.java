package dev.xeocontext.bench.measure;

import java.time.Duration;
import java.util.Map;

/**
 * CPU time of a window.
 *
 * @param wall how long the window was open
 * @param processes by name, the load generator among them
 * @param elsewhere what the rest of the machine took meanwhile: noise
 */
public record CpuUse(Duration wall, Map<String, Duration> processes, Duration elsewhere) {

    /** Of the servers: all but the load generator. */
    public Duration servers() {
        return processes.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(CpuMeter.LOAD_GENERATOR))
                .map(Map.Entry::getValue)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
