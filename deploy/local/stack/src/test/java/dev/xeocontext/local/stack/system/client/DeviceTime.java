package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.clock.HybridClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The time on a device whose clock is off, and the stamps that it makes of it. Guarded by its {@link LocalStore}. */
final class DeviceTime {

    /** What services put up with. */
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private long node = ThreadLocalRandom.current().nextLong();
    private InstantSource wall;
    private HybridClock clock;

    DeviceTime(Duration skew) {
        this.wall = InstantSource.offset(Clock.systemUTC(), skew);
        this.clock = new HybridClock(wall, node);
    }

    String node() {
        return HexFormat.of().toHexDigits(node);
    }

    Instant instant() {
        return wall.instant();
    }

    Hlc stamp() {
        return clock.now();
    }

    void observe(Hlc remote) {
        clock.observe(remote);
    }

    /** Another device stamps with the same node id, as after a disk was copied: takes a new one. */
    long takeNewNode() {
        var latest = clock.now();
        node = ThreadLocalRandom.current().nextLong();
        clock = new HybridClock(wall, node);
        clock.observe(latest);
        return node;
    }

    /** Follows the server's time from now on if its own is too far off; returns by how many milliseconds it moved. */
    long correct(long serverMillis) {
        long offset = serverMillis - wall.millis();
        if (Math.abs(offset) <= TOLERANCE.toMillis()) {
            return 0;
        }
        wall = InstantSource.offset(wall, Duration.ofMillis(offset));
        clock = new HybridClock(wall, node);
        return offset;
    }
}
