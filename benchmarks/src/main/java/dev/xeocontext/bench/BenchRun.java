package dev.xeocontext.bench;

import dev.xeocontext.bench.client.Fleet;
import dev.xeocontext.bench.client.Sockets;
import dev.xeocontext.bench.limit.Limits;
import dev.xeocontext.bench.report.Machine;
import dev.xeocontext.bench.report.Report;
import dev.xeocontext.bench.report.WorkloadReport;
import dev.xeocontext.bench.server.BenchStack;
import dev.xeocontext.bench.workload.Bench;
import dev.xeocontext.bench.workload.WarmUp;
import dev.xeocontext.bench.workload.Workload;
import dev.xeocontext.local.stack.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run: stack up, warm-up, one workload after the other, stack down. A workload that fails does not stop the others. */
final class BenchRun {

    private static final Duration WORKLOAD_WARM_UP = Duration.ofSeconds(3);
    // a JVM that has just been started gets faster for about so long
    private static final Duration COLD_WARM_UP = Duration.ofSeconds(60);

    private final Path home;
    private final Options options;
    private final Clock clock;
    private final PrintStream out;
    private final List<WorkloadReport> reports = new ArrayList<>();
    private final Map<String, String> failed = new LinkedHashMap<>();

    BenchRun(Path home, Options options, Clock clock, PrintStream out) {
        this.home = home;
        this.options = options;
        this.clock = clock;
        this.out = out;
    }

    Report run() throws Exception {
        var began = clock.instant();
        var data = home.resolve("target/bench")
                .resolve("data-" + ProcessHandle.current().pid());
        out.printf(
                "Starting a stack of its own with %s, data in %s%n",
                options.broker().description(), data);
        try (var stack = BenchStack.start(home, data, options.keep(), options.broker(), System.getenv(), new Lines())) {
            var stopping = new Thread(() -> close(stack), "stop");
            Runtime.getRuntime().addShutdownHook(stopping);
            measure(stack);
        }
        return new Report(
                began.toString(),
                Machine.here(),
                options.broker().description(),
                "PostgreSQL with fsync, on the disk of the work tree",
                WarmUp.sentence(options.warmUp()) + ", each workload by its own load for "
                        + WORKLOAD_WARM_UP.toSeconds() + " s",
                reports,
                failed);
    }

    private void measure(BenchStack stack) throws Exception {
        try (var sockets = new Sockets();
                var fleet = new Fleet(stack.url(), sockets);
                var limits = Limits.of(stack.endpoints(), sockets)) {
            out.println(WarmUp.sentence(options.warmUp()));
            WarmUp.run(fleet, options.warmUp());
            var coldWarmUp = options.warmUp().compareTo(COLD_WARM_UP) > 0 ? options.warmUp() : COLD_WARM_UP;
            var bench = new Bench(fleet, limits, stack, coldWarmUp, WORKLOAD_WARM_UP, options.measured());
            for (var workload : options.workloads()) {
                measure(workload, bench);
            }
        }
    }

    private void measure(Workload workload, Bench bench) {
        out.printf("%s: %s%n", workload.name(), workload.what());
        try {
            var report = WorkloadReport.of(workload.name(), workload.what(), workload.run(bench));
            reports.add(report);
            out.println("  " + report.figures());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed.put(workload.name(), "interrupted");
        } catch (Exception e) {
            failed.put(workload.name(), e.toString());
            out.println("  failed: " + e);
        }
    }

    /** When the run is broken off; closing twice does no harm. */
    private void close(BenchStack stack) {
        try {
            stack.close();
        } catch (IOException e) {
            out.println(e);
        }
    }

    private final class Lines implements Progress {
        @Override
        public void ready(String part, Duration took) {
            out.printf("  %-18s ready%n", part);
        }

        @Override
        public void say(String sentence) {
            out.println("  " + sentence);
        }
    }
}
