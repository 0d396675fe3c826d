package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Pusher;
import dev.xeocontext.bench.client.Todos;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Puts stores together before something is measured on them. */
final class Filling {

    private static final int BATCH = 250;

    private final Pusher pusher = new Pusher();

    /** Blocks until the devices, which share the work, have written so many todos. */
    void fill(List<Device> devices, int todos) {
        int each = Math.ceilDiv(todos, devices.size());
        var done = IntStream.range(0, devices.size())
                .mapToObj(number -> fill(devices.get(number), number * each, Math.min(todos, (number + 1) * each)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(done).join();
    }

    private CompletableFuture<Void> fill(Device device, int from, int to) {
        if (from >= to) {
            return CompletableFuture.completedFuture(null);
        }
        int count = Math.min(BATCH, to - from);
        return pusher.push(device, Todos.puts(device.clock(), from, count))
                .thenCompose(nothing -> fill(device, from + count, to));
    }
}
