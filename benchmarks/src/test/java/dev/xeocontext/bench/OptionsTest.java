package dev.xeocontext.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.bench.server.Broker;
import dev.xeocontext.bench.workload.Workload;
import dev.xeocontext.bench.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void runEverythingUnlessToldOtherwise() {
        var options = parse();

        assertThat(options.workloads()).isEqualTo(Workloads.ALL);
        assertThat(options.measured()).isEqualTo(Duration.ofSeconds(15));
        assertThat(options.out()).isEqualTo(Path.of("default.json"));
        assertThat(options.keep()).isFalse();
    }

    @Test
    void takeWhatTheCommandLineSays() {
        var options = parse(
                "--workload", "ack-latency,fan-out", "--seconds", "5", "--out", "other.json", "--broker", "rabbitmq");

        assertThat(options.workloads()).extracting(Workload::name).containsExactly("ack-latency", "fan-out");
        assertThat(options.measured()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.out()).isEqualTo(Path.of("other.json"));
        assertThat(options.broker()).isEqualTo(Broker.RABBITMQ);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--workload nothing", "--seconds 0", "--seconds soon", "--broker carrier-pigeon", "--out", "-x"})
    void refuseWhatTheyDoNotUnderstand(String line) {
        assertThatThrownBy(() -> parse(line.split(" "))).isInstanceOf(Options.Misunderstood.class);
    }

    @Test
    void nameEveryWorkloadOnce() {
        assertThat(Workloads.ALL).extracting(Workload::name).doesNotHaveDuplicates();
    }

    private static Options parse(String... arguments) {
        return Options.of(arguments, Options.defaults(Path.of("default.json"), Broker.EMBEDDED));
    }
}
