package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Pusher;
import dev.xeocontext.bench.client.Todos;
import dev.xeocontext.bench.limit.Shape;
import dev.xeocontext.bench.load.ClosedLoop;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;
import dev.xeocontext.contracts.op.Op;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Everyone writes to the same records of one store: locks, merges and one history. */
record Contention() implements Workload {

    private static final int WRITERS = 20;
    private static final int RECORDS = 10;

    @Override
    public String name() {
        return "contention";
    }

    @Override
    public String what() {
        return "%d devices of one store push changes of the same %d todos, the next ones at the ack"
                .formatted(WRITERS, RECORDS);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        var devices = bench.fleet().household(WRITERS);
        var records = Stream.generate(Todos::newId).limit(RECORDS).toList();
        var pusher = new Pusher();
        var meter = bench.meter();
        var result = ClosedLoop.run(
                WRITERS,
                (worker, number, due) ->
                        pusher.push(devices.get(worker), changes(devices.get(worker), records, number)),
                bench.warmUp(),
                bench.measured(),
                meter);
        devices.forEach(Device::close);
        double opsPerSecond = result.actsPerSecond() * RECORDS;
        var figures = new Figures().with("opsPerSecond", opsPerSecond).with("batch", result.latency());
        Compared.answers(figures, pusher);
        Compared.failures(figures, result);
        return new Outcome(
                new Figures().with("writers", WRITERS).with("records", RECORDS),
                figures,
                Compared.throughput(
                        opsPerSecond, result, bench.limits().throughput(new Shape(WRITERS, RECORDS, OpSize.BYTES))),
                "op",
                result.acts() * RECORDS,
                meter.use());
    }

    private static List<Op> changes(Device device, List<UUID> records, int number) {
        return records.stream()
                .map(record -> Todos.put(device.clock(), record, number))
                .toList();
    }
}
