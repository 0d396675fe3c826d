package dev.xeocontext.local.stack.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What tests wait for. */
final class Waiting {

    private Waiting() {}

    static void untilShows(Device device, UUID id, String field, String value) {
        await("%s of %s is %s".formatted(field, id, value))
                .atMost(Device.PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> device.replica().text(id, field), Optional.of(value)::equals);
    }

    static void untilKnows(Device device, int records) {
        await(records + " records")
                .atMost(Device.PATIENCE)
                .until(() -> device.replica().size(), size -> size == records);
    }
}
