package dev.xeocontext.bench.report;

import dev.xeocontext.bench.measure.CpuUse;
import java.util.List;

/**
 * What came of a workload.
 *
 * @param parameters what was asked for
 * @param figures what was seen
 * @param unit what {@code done} counts, in the singular
 * @param done while the CPU time was measured
 */
public record Outcome(
        Figures parameters, Figures figures, List<Comparison> comparisons, String unit, long done, CpuUse cpu) {}
