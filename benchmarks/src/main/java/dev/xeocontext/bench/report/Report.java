package dev.xeocontext.bench.report;

import java.util.List;
import java.util.Map;

/**
 * A whole run.
 *
 * @param began ISO 8601
 * @param broker which one stood behind the stack
 * @param warmUp what was done before anything was measured
 * @param failed why a workload has no report, by its name
 */
public record Report(
        String began,
        Machine machine,
        String broker,
        String durability,
        String warmUp,
        List<WorkloadReport> workloads,
        Map<String, String> failed) {}
