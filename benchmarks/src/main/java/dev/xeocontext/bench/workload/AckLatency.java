package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Pusher;
import dev.xeocontext.bench.client.Todos;
import dev.xeocontext.bench.limit.Shape;
import dev.xeocontext.bench.load.OpenLoop;
import dev.xeocontext.bench.report.Comparison;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;
import java.util.ArrayList;

/** How long an ack takes at a load that leaves room. */
record AckLatency() implements Workload {

    private static final int CONNECTIONS = 10;
    private static final int OPS_PER_SECOND = 200;

    @Override
    public String name() {
        return "ack-latency";
    }

    @Override
    public String what() {
        return "%d connections push one todo at a time, together %d in a second whatever the acks do"
                .formatted(CONNECTIONS, OPS_PER_SECOND);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        var devices = bench.fleet().strangers(CONNECTIONS);
        var pusher = new Pusher();
        var meter = bench.meter();
        var result = OpenLoop.run(
                CONNECTIONS,
                OPS_PER_SECOND,
                (worker, number, due) -> {
                    var device = devices.get(worker);
                    return pusher.push(device, Todos.puts(device.clock(), number, 1));
                },
                bench.warmUp(),
                bench.measured(),
                meter);
        devices.forEach(Device::close);
        var comparisons = new ArrayList<Comparison>();
        bench.limits()
                .latency(new Shape(CONNECTIONS, 1, OpSize.BYTES), OPS_PER_SECOND)
                .forEach(limit -> comparisons.addAll(Compared.latency("ack", result.latency(), limit)));
        var figures = new Figures().with("opsPerSecond", result.actsPerSecond()).with("ack", result.latency());
        Compared.failures(figures, result);
        return new Outcome(
                new Figures().with("connections", CONNECTIONS).with("opsPerSecond", OPS_PER_SECOND),
                figures,
                comparisons,
                "op",
                result.acts(),
                meter.use());
    }
}
