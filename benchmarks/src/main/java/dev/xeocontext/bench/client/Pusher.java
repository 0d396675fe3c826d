package dev.xeocontext.bench.client;

import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.op.OpStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Pushes until everything is decided: what is answered {@code retry} is sent again. Safe for several threads. */
public final class Pusher {

    private static final long OTHERWISE_MILLIS = 50;

    private final Map<OpStatus, LongAdder> answers = new ConcurrentHashMap<>();

    /** Complete when the server has decided each op; fails when it rejects one. */
    public CompletableFuture<Void> push(Device device, List<Op> ops) {
        return device.push(ops).thenCompose(results -> {
            results.forEach(this::count);
            var undecided = undecided(ops, results);
            return undecided.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : pause(results).thenCompose(nothing -> push(device, undecided));
        });
    }

    /** How often each answer was given so far. */
    public Map<OpStatus, Long> answers() {
        var counted = new EnumMap<OpStatus, Long>(OpStatus.class);
        answers.forEach((status, times) -> counted.put(status, times.sum()));
        return counted;
    }

    private void count(OpResult result) {
        answers.computeIfAbsent(result.status(), status -> new LongAdder()).increment();
        if (result.status() == OpStatus.REJECTED) {
            throw new Refused(String.valueOf(result.problem()));
        }
    }

    private static List<Op> undecided(List<Op> ops, List<OpResult> results) {
        var left = new ArrayList<Op>();
        for (int i = 0; i < ops.size(); i++) {
            if (results.get(i).status() == OpStatus.RETRY) {
                left.add(ops.get(i));
            }
        }
        return left;
    }

    private static CompletableFuture<Void> pause(List<OpResult> results) {
        long millis = results.stream()
                .map(OpResult::retryAfterMs)
                .filter(after -> after != null)
                .mapToLong(Long::longValue)
                .max()
                .orElse(OTHERWISE_MILLIS);
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }
}
