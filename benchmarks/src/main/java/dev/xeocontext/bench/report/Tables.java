package dev.xeocontext.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as Markdown. */
public final class Tables {

    private Tables() {}

    public static String of(Report report) {
        return """
            # Benchmark of %s

            %d cores (%s), %s, JVM %s; %s; %s. %s.

            ## Beside the limits

            %s
            ## CPU time, in microseconds for one unit

            %s
            ## All figures

            %s\
            """.formatted(
                        report.began(),
                        report.machine().cores(),
                        report.machine().cpu(),
                        report.machine().system(),
                        report.machine().jdk(),
                        report.broker(),
                        report.durability(),
                        report.warmUp(),
                        ratios(report),
                        cpu(report),
                        figures(report));
    }

    private static String ratios(Report report) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("workload", "figure", "XeoContext", "limit", "", "ratio"));
        for (var workload : report.workloads()) {
            for (var row : workload.comparisons()) {
                rows.add(List.of(
                        workload.workload(),
                        row.figure(),
                        number(row.ours()),
                        row.limit(),
                        number(row.theirs()),
                        row.theirs() == 0 ? "" : number(row.ratio())));
            }
        }
        report.failed().forEach((workload, why) -> rows.add(List.of(workload, "failed: " + why, "", "", "", "")));
        return table(rows);
    }

    private static String cpu(Report report) {
        var processes = report.workloads().stream()
                .flatMap(workload -> workload.cpuMicrosPerUnit().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of("workload", "unit"));
        head.addAll(processes);
        head.addAll(List.of("units per server CPU second", "CPU elsewhere, s"));
        rows.add(head);
        for (var workload : report.workloads()) {
            var row = new ArrayList<>(List.of(workload.workload(), workload.unit()));
            processes.forEach(
                    process -> row.add(number(workload.cpuMicrosPerUnit().getOrDefault(process, 0.0))));
            row.add(number(workload.unitsPerServerCpuSecond()));
            row.add(number(workload.cpuSeconds().getOrDefault("elsewhere", 0.0)));
            rows.add(row);
        }
        return table(rows);
    }

    private static String figures(Report report) {
        return report.workloads().stream()
                .map(workload -> "**%s**: %s. %s%n%n%s%n"
                        .formatted(workload.workload(), workload.what(), workload.parameters(), workload.figures()))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String table(List<List<String>> rows) {
        var head = rows.getFirst();
        var rule = "|---".repeat(head.size()) + "|\n";
        return line(head) + rule + rows.stream().skip(1).map(Tables::line).collect(Collectors.joining());
    }

    private static String line(List<String> row) {
        return "| " + String.join(" | ", row) + " |\n";
    }

    /** Three digits are what such a measurement is good for. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        int decimals = (int) Math.clamp(2 - Math.floor(Math.log10(Math.abs(value))), 0, 3);
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
