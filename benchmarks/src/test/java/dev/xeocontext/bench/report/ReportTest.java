package dev.xeocontext.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.xeocontext.bench.measure.CpuMeter;
import dev.xeocontext.bench.measure.CpuUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {

    private final Report report = new Report(
            "2026-11-21T12:00:00Z",
            new Machine(2, "a processor", "a system", "25"),
            "a broker",
            "durable",
            "warmed up",
            List.of(WorkloadReport.of("ack", "acks", outcome())),
            Map.of("fan-out", "it broke"));

    @Test
    void hasRatiosAndCpuTimePerUnit() {
        var workload = report.workloads().getFirst();

        assertThat(workload.comparisons())
                .containsExactly(new WorkloadReport.Row("ops/s", 5000, "PostgreSQL", 20_000, 0.25));
        assertThat(workload.cpuMicrosPerUnit()).containsEntry("sync-service", 200.0);
        assertThat(workload.unitsPerServerCpuSecond()).isEqualTo(5000);
    }

    @Test
    void tellsWhatFailedInItsTable() {
        assertThat(Tables.of(report))
                .contains("| ack | ops/s | 5,000 | PostgreSQL | 20,000 | 0.250 |")
                .contains("| fan-out | failed: it broke |");
    }

    @Test
    void isWrittenAsJsonWithTheTableBesideIt(@TempDir Path folder) throws IOException {
        var file = folder.resolve("new/run.json");

        var table = ReportFiles.write(report, file);

        assertThat(table).isEqualTo(folder.resolve("new/run.md")).exists();
        var json = new JsonMapper().readTree(Files.readString(file));
        assertThat(json.at("/workloads/0/comparisons/0/ratio").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/workloads/0/cpuSeconds/elsewhere").asDouble()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.01234, 0.012", "1.2345, 1.23", "45.678, 45.7", "134567.8, '134,568'"})
    void numbersHaveThreeDigits(double value, String text) {
        assertThat(Tables.number(value)).isEqualTo(text);
    }

    private static Outcome outcome() {
        var processes = new LinkedHashMap<String, Duration>();
        processes.put("sync-service", Duration.ofSeconds(2));
        processes.put(CpuMeter.LOAD_GENERATOR, Duration.ofSeconds(1));
        return new Outcome(
                new Figures().with("connections", 50L),
                new Figures().with("opsPerSecond", 5000.0),
                List.of(new Comparison("ops/s", 5000, "PostgreSQL", 20_000)),
                "op",
                10_000,
                new CpuUse(Duration.ofSeconds(2), processes, Duration.ofSeconds(3)));
    }
}
