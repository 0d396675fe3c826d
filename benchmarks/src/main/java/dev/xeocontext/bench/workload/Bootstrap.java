package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.SignIn;
import dev.xeocontext.bench.measure.CpuMeter;
import dev.xeocontext.bench.report.Comparison;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How long a new device waits until it has everything. */
record Bootstrap() implements Workload {

    private static final int RECORDS = 50_000;
    private static final int FILLERS = 8;
    private static final int RUNS = 3;

    /** One download. */
    private record Run(Duration time, int records, int pages, long bytes) {}

    @Override
    public String name() {
        return "bootstrap";
    }

    @Override
    public String what() {
        return "a new device reads a store of %,d todos, every record parsed; the median of %d"
                .formatted(RECORDS, RUNS);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        var accounts = bench.fleet().accounts();
        var owner = accounts.people(1);
        var fillers = bench.fleet().connect(accounts.signIn(owner, FILLERS));
        new Filling().fill(fillers, RECORDS);
        fillers.forEach(Device::close);
        var fresh = accounts.signIn(owner, RUNS + 1);
        var settled = settle(bench, fresh.getFirst());
        var meter = bench.meter();
        var median = measure(bench, fresh.subList(1, fresh.size()), meter);
        var bare = bench.limits().download(median.pages(), Math.toIntExact(median.bytes() / median.pages()));
        var figures = new Figures()
                .with("settledAfterSeconds", seconds(settled))
                .with("seconds", seconds(median.time()))
                .with("records", median.records())
                .with("missing", RECORDS - median.records())
                .with("recordsPerSecond", median.records() / seconds(median.time()))
                .with("megabytes", median.bytes() / 1e6)
                .with("frames", median.pages());
        return new Outcome(
                new Figures().with("records", RECORDS).with("runs", RUNS),
                figures,
                List.of(new Comparison(
                        "seconds", seconds(median.time()), "bare WebSocket, the same bytes", seconds(bare))),
                "record",
                (long) RUNS * RECORDS,
                meter.use());
    }

    /** Returns how long it took until everything that was acked could be read; it warms up on the way. */
    private static Duration settle(Bench bench, SignIn who) {
        long begun = System.nanoTime();
        Download.complete(bench.fleet(), who, RECORDS);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static Run measure(Bench bench, List<SignIn> devices, CpuMeter meter) {
        var runs = new ArrayList<Run>();
        meter.opens();
        devices.forEach(device -> runs.add(download(bench, device)));
        meter.closes();
        runs.sort(Comparator.comparing(Run::time));
        return runs.get(runs.size() / 2);
    }

    private static Run download(Bench bench, SignIn who) {
        var device = bench.fleet().open(who).join();
        long before = device.receivedBytes();
        var download = new Download();
        long begun = System.nanoTime();
        device.subscribe(download).join();
        var time = Duration.ofNanos(System.nanoTime() - begun);
        device.close();
        return new Run(time, download.records().size(), download.pages(), device.receivedBytes() - before);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
