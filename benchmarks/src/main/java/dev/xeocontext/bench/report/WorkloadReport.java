package dev.xeocontext.bench.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workload as the report has it.
 *
 * @param cpuSeconds by process
 * @param cpuMicrosPerUnit the same for one {@code unit}
 */
public record WorkloadReport(
        String workload,
        String what,
        Map<String, Object> parameters,
        Map<String, Object> figures,
        List<Row> comparisons,
        String unit,
        double wallSeconds,
        Map<String, Double> cpuSeconds,
        Map<String, Double> cpuMicrosPerUnit,
        double unitsPerServerCpuSecond) {

    private static final String ELSEWHERE = "elsewhere";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    /** A {@link Comparison} with its ratio. */
    public record Row(String figure, double ours, String limit, double theirs, double ratio) {

        static Row of(Comparison comparison) {
            return new Row(
                    comparison.figure(),
                    Figures.rounded(comparison.ours()),
                    comparison.limit(),
                    Figures.rounded(comparison.theirs()),
                    Figures.rounded(comparison.ratio()));
        }
    }

    public static WorkloadReport of(String workload, String what, Outcome outcome) {
        var cpu = outcome.cpu();
        var perUnit = new LinkedHashMap<String, Double>();
        cpu.processes().forEach((name, time) -> perUnit.put(name, micros(time, outcome.done())));
        var seconds = new LinkedHashMap<String, Double>();
        cpu.processes().forEach((name, time) -> seconds.put(name, seconds(time)));
        seconds.put(ELSEWHERE, seconds(cpu.elsewhere()));
        double servers = seconds(cpu.servers());
        return new WorkloadReport(
                workload,
                what,
                outcome.parameters().values(),
                outcome.figures().values(),
                outcome.comparisons().stream().map(Row::of).toList(),
                outcome.unit(),
                seconds(cpu.wall()),
                seconds,
                perUnit,
                servers == 0 ? 0 : Figures.rounded(outcome.done() / servers));
    }

    private static double seconds(Duration time) {
        return Figures.rounded(time.toNanos() / NANOS_PER_SECOND);
    }

    private static double micros(Duration time, long done) {
        return done == 0 ? 0 : Figures.rounded(time.toNanos() / NANOS_PER_MICRO / done);
    }
}
