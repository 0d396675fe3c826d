package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Feed;
import dev.xeocontext.bench.client.Fleet;
import dev.xeocontext.bench.client.Pusher;
import dev.xeocontext.bench.client.Todos;
import dev.xeocontext.bench.load.ClosedLoop;
import dev.xeocontext.bench.measure.Window;
import java.time.Duration;

/** Some work before anything is measured: a JVM that has just started is slower than the one that people meet. */
public final class WarmUp {

    private static final int DEVICES = 8;
    private static final int SUBSCRIBED = 2;
    private static final int BATCH = 10;

    private WarmUp() {}

    /** What is done, as the report says it. */
    public static String sentence(Duration duration) {
        return "Warmed up by %d devices that pushed %d todos at a time for %d s"
                .formatted(DEVICES, BATCH, duration.toSeconds());
    }

    public static void run(Fleet fleet, Duration duration) throws InterruptedException {
        var devices = fleet.strangers(DEVICES);
        devices.subList(0, SUBSCRIBED)
                .forEach(device -> device.subscribe(Feed.NONE).join());
        var pusher = new Pusher();
        var result = ClosedLoop.run(
                DEVICES,
                (worker, number, due) -> pusher.push(
                        devices.get(worker), Todos.puts(devices.get(worker).clock(), number * BATCH, BATCH)),
                Duration.ZERO,
                duration,
                Window.NONE);
        devices.forEach(Device::close);
        if (result.failures() > 0) {
            throw new IllegalStateException("the warm-up failed: " + result.firstFailure());
        }
    }
}
