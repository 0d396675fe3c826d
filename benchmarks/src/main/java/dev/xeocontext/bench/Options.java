package dev.xeocontext.bench;

import dev.xeocontext.bench.server.Broker;
import dev.xeocontext.bench.workload.Workload;
import dev.xeocontext.bench.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param measured how long each workload is measured
 * @param warmUp how long the stack works before the first of them
 * @param keep whether data and logs stay
 * @param list whether the workloads are only to be named
 */
record Options(
        List<Workload> workloads,
        Duration measured,
        Duration warmUp,
        Path out,
        Broker broker,
        boolean keep,
        boolean list) {

    private static final int MOST_SECONDS = 3_600;

    /** The command line is not understood; the message says how it is to be. */
    static final class Misunderstood extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misunderstood(String message) {
            super(message);
        }
    }

    static Options of(String[] arguments, Options defaults) {
        var options = defaults;
        var left = new ArrayDeque<>(List.of(arguments));
        for (var name = left.poll(); name != null; name = left.poll()) {
            options = options.with(name, left);
        }
        return options;
    }

    /** Everything, 15 seconds each. */
    static Options defaults(Path out, Broker broker) {
        return new Options(Workloads.ALL, Duration.ofSeconds(15), Duration.ofSeconds(20), out, broker, false, false);
    }

    private Options with(String name, Queue<String> left) {
        return switch (name) {
            case "--workload" -> with(workloads(value(name, left)));
            case "--seconds" -> new Options(workloads, seconds(name, left), warmUp, out, broker, keep, list);
            case "--warm-up" -> new Options(workloads, measured, seconds(name, left), out, broker, keep, list);
            case "--out" -> new Options(workloads, measured, warmUp, Path.of(value(name, left)), broker, keep, list);
            case "--broker" -> new Options(workloads, measured, warmUp, out, broker(value(name, left)), keep, list);
            case "--keep" -> new Options(workloads, measured, warmUp, out, broker, true, list);
            case "--list" -> new Options(workloads, measured, warmUp, out, broker, keep, true);
            default -> throw new Misunderstood("There is no option '%s'; see ./xeo help.".formatted(name));
        };
    }

    private Options with(List<Workload> chosen) {
        return new Options(chosen, measured, warmUp, out, broker, keep, list);
    }

    private static List<Workload> workloads(String names) {
        var chosen = new ArrayList<Workload>();
        for (var name : names.split(",", -1)) {
            chosen.add(Workloads.named(name)
                    .orElseThrow(() -> new Misunderstood("There is no workload '%s', but %s."
                            .formatted(
                                    name,
                                    Workloads.ALL.stream().map(Workload::name).collect(Collectors.joining(", "))))));
        }
        return chosen;
    }

    private static Broker broker(String name) {
        return Stream.of(Broker.values())
                .filter(broker -> broker.option().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new Misunderstood("--broker is '%s', but must be rabbitmq or embedded.".formatted(name)));
    }

    private static Duration seconds(String name, Queue<String> left) {
        var text = value(name, left);
        if (text.matches("\\d{1,4}")) {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= MOST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw new Misunderstood("%s is '%s', but must be a number from 1 to %d.".formatted(name, text, MOST_SECONDS));
    }

    private static String value(String name, Queue<String> left) {
        var value = left.poll();
        if (value == null) {
            throw new Misunderstood(name + " wants a value.");
        }
        return value;
    }
}
