package dev.xeocontext.local.stack.system;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** How long ops take from one device's push to another device's delta, in milliseconds, shortest first. */
record Latency(int opsPerSecond, List<Double> millis) {

    /** Pushes one op at a time at an even pace, whether or not the one before was answered. */
    static Latency measure(Device from, Device to, int opsPerSecond, int seconds) throws InterruptedException {
        var sent = new HashMap<String, Long>();
        var left = new CountDownLatch(opsPerSecond * seconds);
        try (var clockwork = Executors.newSingleThreadScheduledExecutor()) {
            var ticking = clockwork.scheduleAtFixedRate(
                    () -> {
                        if (left.getCount() > 0) {
                            var op = Op.put(Op.uuid(), from.clock().now(), Map.of("title", "Tick"));
                            sent.put(op.opId().toString(), System.nanoTime());
                            from.request("push", Map.of("ops", List.of(op.json())));
                            left.countDown();
                        }
                    },
                    0,
                    TimeUnit.SECONDS.toNanos(1) / opsPerSecond,
                    TimeUnit.NANOSECONDS);
            if (!left.await(2L * seconds, TimeUnit.SECONDS)) {
                throw new AssertionError("could not keep the pace: " + left.getCount() + " ops left");
            }
            ticking.cancel(false);
        }
        await().atMost(Device.PATIENCE)
                .until(() -> to.replica().arrivals().keySet().containsAll(sent.keySet()));
        var arrivals = to.replica().arrivals();
        var millis = new ArrayList<Double>();
        sent.forEach((op, start) -> millis.add((Objects.requireNonNull(arrivals.get(op)) - start) / 1e6));
        millis.sort(null);
        return new Latency(opsPerSecond, millis);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "push to delta at %d ops/s: p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                opsPerSecond,
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                millis.getLast());
    }
}
