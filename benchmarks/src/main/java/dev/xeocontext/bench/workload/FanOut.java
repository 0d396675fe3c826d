package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Pusher;
import dev.xeocontext.bench.load.OpenLoop;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;
import java.time.Duration;
import java.util.List;

/** How soon everybody who looks at a store sees what one of them writes. */
record FanOut(String name, int subscribers) implements Workload {

    private static final int OPS_PER_SECOND = 50;

    @Override
    public String what() {
        return "one device pushes %d todos in a second, %d others of the store see them"
                .formatted(OPS_PER_SECOND, subscribers);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        var devices = bench.fleet().household(subscribers + 1);
        var writer = devices.getFirst();
        var readers = devices.subList(1, devices.size());
        int first = OpenLoop.acts(OPS_PER_SECOND, bench.warmUp(), Duration.ZERO);
        int ops = OpenLoop.acts(OPS_PER_SECOND, bench.warmUp(), bench.measured());
        var deliveries = new Deliveries(first, ops, subscribers);
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).subscribe(deliveries.feed(i)).join();
        }
        long before = received(readers);
        var pusher = new Pusher();
        var meter = bench.meter();
        var result = OpenLoop.run(
                1,
                OPS_PER_SECOND,
                (worker, number, due) -> pusher.push(writer, deliveries.make(writer, number, due)),
                bench.warmUp(),
                bench.measured(),
                meter);
        var arrivals = deliveries.arrivals();
        arrivals.awaitAll();
        long bytes = received(readers) - before;
        long lost = readers.stream().filter(Device::isClosed).count();
        devices.forEach(Device::close);
        int deltaBytes = Math.toIntExact(bytes / Math.max(1, arrivals.expected() - arrivals.missing()));
        var limit = bench.limits().fanOut(subscribers, OPS_PER_SECOND, deltaBytes);
        var figures = new Figures()
                .with("delivery", arrivals.latency())
                .with("missing", arrivals.missing())
                .with("twice", arrivals.twice())
                .with("socketsLost", lost)
                .with("bytesPerDelta", deltaBytes)
                .with("ack", result.latency());
        Compared.failures(figures, result);
        return new Outcome(
                new Figures().with("subscribers", subscribers).with("opsPerSecond", OPS_PER_SECOND),
                figures,
                Compared.latency("delivery", arrivals.latency(), limit),
                "delivery",
                result.acts() * subscribers,
                meter.use());
    }

    private static long received(List<Device> devices) {
        return devices.stream().mapToLong(Device::receivedBytes).sum();
    }
}
