package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Pusher;
import dev.xeocontext.bench.limit.Shape;
import dev.xeocontext.bench.load.OpenLoop;
import dev.xeocontext.bench.report.Comparison;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How soon a person's other device shows what was written on the first. */
record Propagation() implements Workload {

    private static final int PAIRS = 20;
    private static final int OPS_PER_PAIR = 5;

    @Override
    public String name() {
        return "propagation";
    }

    @Override
    public String what() {
        return "%d people push %d todos a second on one device and see them on another".formatted(PAIRS, OPS_PER_PAIR);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        int perSecond = PAIRS * OPS_PER_PAIR;
        var accounts = bench.fleet().accounts();
        var devices = bench.fleet().connect(accounts.signIn(accounts.people(PAIRS), 2));
        int first = OpenLoop.acts(perSecond, bench.warmUp(), Duration.ZERO);
        int ops = OpenLoop.acts(perSecond, bench.warmUp(), bench.measured());
        // every op has the one receiver that is in its store
        var deliveries = new Deliveries(first, ops, 1);
        for (int pair = 0; pair < PAIRS; pair++) {
            devices.get(2 * pair + 1).subscribe(deliveries.feed(0)).join();
        }
        var pusher = new Pusher();
        var meter = bench.meter();
        var result = OpenLoop.run(
                PAIRS,
                perSecond,
                (pair, number, due) -> {
                    var from = devices.get(2 * pair);
                    return pusher.push(from, deliveries.make(from, number, due));
                },
                bench.warmUp(),
                bench.measured(),
                meter);
        var arrivals = deliveries.arrivals();
        arrivals.awaitAll();
        devices.forEach(Device::close);
        var figures = new Figures()
                .with("delivery", arrivals.latency())
                .with("missing", arrivals.missing())
                .with("twice", arrivals.twice())
                .with("ack", result.latency());
        Compared.failures(figures, result);
        return new Outcome(
                new Figures().with("pairs", PAIRS).with("opsPerSecondEach", OPS_PER_PAIR),
                figures,
                comparisons(bench, perSecond, deliveries),
                "op",
                result.acts(),
                meter.use());
    }

    private static List<Comparison> comparisons(Bench bench, int perSecond, Deliveries deliveries) throws Exception {
        var shape = new Shape(PAIRS, 1, OpSize.BYTES);
        var rows = new ArrayList<Comparison>();
        bench.limits()
                .latency(shape, perSecond)
                .forEach(limit -> rows.addAll(
                        Compared.latency("delivery", deliveries.arrivals().latency(), limit)));
        return rows;
    }
}
