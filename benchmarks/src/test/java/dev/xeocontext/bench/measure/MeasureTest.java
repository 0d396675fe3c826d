package dev.xeocontext.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasureTest {

    @Test
    void cpuTimeOfAProcessCountsItsEndedChildren() {
        var stat = "4242 (a (strange) name) S 1 4242 4242 0 -1 4194560 1 2 3 4 100 20 3 7 20 0 1 0 55";

        assertThat(CpuTime.process(stat)).isEqualTo(Duration.ofMillis(1300));
    }

    @Test
    void cpuTimeOfTheMachineLeavesOutWhatWasIdleOrStolen() {
        assertThat(CpuTime.machine("cpu  100 1 50 9000 800 3 6 70 0 0")).isEqualTo(Duration.ofMillis(1600));
    }

    @Test
    void aMeterTellsThisProcessFromTheOthers() {
        var meter = new CpuMeter(Map.of("nobody", Long.MAX_VALUE));

        meter.opens();
        meter.closes();

        assertThat(meter.use().processes()).containsOnlyKeys("nobody", CpuMeter.LOAD_GENERATOR);
        assertThat(meter.use().servers()).isEqualTo(Duration.ZERO);
    }

    @Test
    void latenciesAreTrueToThreeDigits() {
        var latencies = new Latencies();
        for (int millis = 1; millis <= 1000; millis++) {
            latencies.record(millis * 1_000_000L);
        }

        var summary = latencies.summary();

        assertThat(summary.count()).isEqualTo(1000);
        assertThat(summary.p50()).isBetween(499.0, 501.0);
        assertThat(summary.p99()).isBetween(989.0, 991.0);
        assertThat(summary.max()).isBetween(999.0, 1001.0);
    }

    @Test
    void latenciesOfNothingAreZero() {
        assertThat(new Latencies().summary()).isEqualTo(new Latencies.Summary(0, 0, 0, 0, 0, 0));
    }
}
