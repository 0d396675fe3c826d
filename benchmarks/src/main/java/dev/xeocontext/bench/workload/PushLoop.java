package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Pusher;
import dev.xeocontext.bench.limit.Limit;
import dev.xeocontext.bench.limit.Shape;
import dev.xeocontext.bench.load.ClosedLoop;
import dev.xeocontext.bench.load.LoadResult;
import dev.xeocontext.bench.report.Comparison;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;
import dev.xeocontext.contracts.op.Op;
import java.util.ArrayList;
import java.util.List;

/** Devices that push batches as fast as acks come, beside the three limits of the same shape. */
final class PushLoop {

    /** What a device pushes next. */
    @FunctionalInterface
    interface Ops {

        /** The number is that of the batch, counted by each device for itself. */
        List<Op> next(Device device, int number);
    }

    private final Bench bench;
    private final int batch;

    /** Batches of so many ops. */
    PushLoop(Bench bench, int batch) {
        this.bench = bench;
        this.batch = batch;
    }

    /** Closes the devices afterwards. */
    Outcome run(List<Device> devices, Ops ops, Figures parameters) throws Exception {
        var pusher = new Pusher();
        var meter = bench.meter();
        var result = ClosedLoop.run(
                devices.size(),
                (worker, number, due) -> {
                    var device = devices.get(worker);
                    return pusher.push(device, ops.next(device, number));
                },
                bench.warmUp(),
                bench.measured(),
                meter);
        devices.forEach(Device::close);
        var limits = bench.limits().throughput(new Shape(devices.size(), batch, OpSize.BYTES));
        return new Outcome(
                parameters.with("batch", batch),
                figures(result, pusher),
                comparisons(result, limits),
                "op",
                result.acts() * batch,
                meter.use());
    }

    private Figures figures(LoadResult result, Pusher pusher) {
        var figures = new Figures().with("opsPerSecond", opsPerSecond(result)).with("batch", result.latency());
        pusher.answers().forEach((status, times) -> figures.with("answered " + status, times));
        Compared.failures(figures, result);
        return figures;
    }

    private List<Comparison> comparisons(LoadResult result, List<Limit> limits) {
        var rows = new ArrayList<Comparison>();
        for (var limit : limits) {
            rows.add(new Comparison("ops/s", opsPerSecond(result), limit.name(), limit.opsPerSecond()));
        }
        limits.forEach(limit -> rows.addAll(Compared.latency("batch", result.latency(), limit)));
        return rows;
    }

    private double opsPerSecond(LoadResult result) {
        return result.actsPerSecond() * batch;
    }
}
