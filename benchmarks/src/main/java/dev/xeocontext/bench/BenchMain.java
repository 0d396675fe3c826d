package dev.xeocontext.bench;

import dev.xeocontext.bench.report.ReportFiles;
import dev.xeocontext.bench.report.Tables;
import dev.xeocontext.bench.server.BenchStack;
import dev.xeocontext.bench.workload.Workloads;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code ./xeo bench}: runs workloads against a stack of its own, prints the table, writes the report. */
public final class BenchMain {

    private static final int MISUNDERSTOOD = 2;
    private static final int FAILED = 1;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        var clock = Clock.systemUTC();
        try {
            var home = Path.of(Objects.requireNonNull(System.getenv("XEO_HOME"), "XEO_HOME: start me by ./xeo bench"));
            var options = Options.of(arguments, defaults(home, clock.instant()));
            if (options.list()) {
                Workloads.ALL.forEach(workload -> System.out.printf("%-20s %s%n", workload.name(), workload.what()));
                return;
            }
            run(home, options, clock);
        } catch (Options.Misunderstood e) {
            System.err.println(e.getMessage());
            System.exit(MISUNDERSTOOD);
        }
    }

    private static Options defaults(Path home, Instant now) {
        var out = home.resolve("target/bench").resolve(NAME.format(now) + ".json");
        return Options.defaults(out, BenchStack.preferred(System.getenv()));
    }

    private static void run(Path home, Options options, Clock clock) throws Exception {
        var report = new BenchRun(home, options, clock, System.out).run();
        var table = ReportFiles.write(report, options.out());
        System.out.printf("%n%s%nWritten to %s and %s%n", Tables.of(report), options.out(), table);
        // what still hangs on to the stack must not keep the process
        System.exit(report.failed().isEmpty() ? 0 : FAILED);
    }
}
