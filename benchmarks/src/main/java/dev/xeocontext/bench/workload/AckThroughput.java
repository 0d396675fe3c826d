package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Pusher;
import dev.xeocontext.bench.client.Todos;
import dev.xeocontext.bench.limit.Shape;
import dev.xeocontext.bench.load.ClosedLoop;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;

/** How many ops are acknowledged in a second when everyone pushes as fast as acks come. A store for each connection. */
record AckThroughput(String name, int connections) implements Workload {

    private static final int BATCH = 10;

    @Override
    public String what() {
        return "%d connections with a store each push %d new todos at a time, the next ones at the ack"
                .formatted(connections, BATCH);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        var devices = bench.fleet().strangers(connections);
        var pusher = new Pusher();
        var meter = bench.meter();
        var result = ClosedLoop.run(
                connections,
                (worker, number, due) -> {
                    var device = devices.get(worker);
                    return pusher.push(device, Todos.puts(device.clock(), number * BATCH, BATCH));
                },
                bench.warmUp(),
                bench.measured(),
                meter);
        devices.forEach(Device::close);
        var limits = bench.limits().throughput(new Shape(connections, BATCH, OpSize.BYTES));
        double opsPerSecond = result.actsPerSecond() * BATCH;
        var figures = new Figures().with("opsPerSecond", opsPerSecond).with("batch", result.latency());
        Compared.answers(figures, pusher);
        Compared.failures(figures, result);
        return new Outcome(
                new Figures().with("connections", connections).with("batch", BATCH),
                figures,
                Compared.throughput(opsPerSecond, result, limits),
                "op",
                result.acts() * BATCH,
                meter.use());
    }
}
