package dev.xeocontext.local.stack.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** How long ops take from being made on one device to another device's delta, in milliseconds, shortest first. */
record Latency(int opsPerSecond, List<Double> millis) {

    /** An even pace of edits; what is made while a push is on its way goes with the next one, as on a real device. */
    static Latency measure(Device from, Device to, int opsPerSecond, int seconds) throws InterruptedException {
        var made = new HashMap<String, Long>();
        var unsent = new LinkedBlockingQueue<Op>();
        try (var person = Executors.newSingleThreadScheduledExecutor()) {
            var editing = person.scheduleAtFixedRate(
                    () -> {
                        var op = Op.put(Op.uuid(), from.clock().now(), Map.of("title", "Tick"));
                        made.put(op.opId().toString(), System.nanoTime());
                        unsent.add(op);
                    },
                    0,
                    TimeUnit.SECONDS.toNanos(1) / opsPerSecond,
                    TimeUnit.NANOSECONDS);
            for (int sent = 0; sent < opsPerSecond * seconds; ) {
                var batch = new ArrayList<Op>(List.of(unsent.take()));
                unsent.drainTo(batch);
                from.push(batch.toArray(Op[]::new)).forEach(Latency::requireApplied);
                sent += batch.size();
            }
            editing.cancel(false);
        }
        unsent.forEach(op -> made.remove(op.opId().toString()));
        await().atMost(Device.PATIENCE)
                .until(() -> to.replica().arrivals().keySet().containsAll(made.keySet()));
        var arrivals = to.replica().arrivals();
        var millis = new ArrayList<Double>();
        made.forEach((op, start) -> millis.add((Objects.requireNonNull(arrivals.get(op)) - start) / 1e6));
        millis.sort(null);
        return new Latency(opsPerSecond, millis);
    }

    private static void requireApplied(JsonNode result) {
        if (!result.path("status").asText().equals("applied")) {
            throw new AssertionError("not applied: " + result);
        }
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
