package dev.xeocontext.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * CPU time, user and system. On Linux that of children which have ended and were waited for counts too (PostgreSQL's
 * backends come and go); elsewhere it doesn't.
 */
public final class CpuTime {

    // USER_HZ: 100 on every architecture that Linux still runs on
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final Path PROC = Path.of("/proc");
    // in /proc/PID/stat, counted after the name: utime, stime, cutime, cstime
    private static final int FIRST_TIME = 11;
    private static final int TIMES = 4;
    // in /proc/stat: idle and iowait
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int STEAL = 7;

    private CpuTime() {}

    /** Of this process alone. */
    public static Duration ofThis() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Of a process and of all below it. */
    public static Duration ofTree(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .map(CpuTime::of)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Of everything on this machine; nothing where that can't be known. */
    public static Duration ofMachine() {
        try {
            return machine(firstLine(PROC.resolve("stat")));
        } catch (IOException e) {
            return Duration.ZERO;
        }
    }

    private static Duration of(ProcessHandle process) {
        try {
            return process(firstLine(PROC.resolve(Long.toString(process.pid())).resolve("stat")));
        } catch (IOException e) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    /** Reads a line of {@code /proc/PID/stat}, where the name, in parentheses, may contain anything. */
    static Duration process(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return ticks(Stream.of(fields).skip(FIRST_TIME).limit(TIMES).mapToLong(Long::parseLong));
    }

    /** Reads the first line of {@code /proc/stat}; what other machines on the same host took is not ours. */
    static Duration machine(String stat) {
        var fields = stat.trim().split("\\s+", -1);
        return ticks(LongStream.range(0, Math.min(fields.length - 1, STEAL))
                .filter(i -> i != IDLE && i != IOWAIT)
                .map(i -> Long.parseLong(fields[(int) i + 1])));
    }

    private static Duration ticks(LongStream ticks) {
        return Duration.ofNanos(ticks.sum() * NANOS_PER_TICK);
    }

    private static String firstLine(Path file) throws IOException {
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst().orElseThrow(() -> new IOException(file + " is empty"));
        }
    }
}
