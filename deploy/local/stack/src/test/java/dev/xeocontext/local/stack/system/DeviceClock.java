package dev.xeocontext.local.stack.system;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Hybrid logical clock of a test's device, written out by hand so that it proves the wire format. */
final class DeviceClock {

    private final String node = "%016x".formatted(ThreadLocalRandom.current().nextLong());
    private final Duration offset;
    private long last;
    private int counter;

    DeviceClock(Duration offset) {
        this.offset = offset;
    }

    String node() {
        return node;
    }

    synchronized String now() {
        long wall = Instant.now().plus(offset).toEpochMilli();
        counter = wall > last ? 0 : counter + 1;
        last = Math.max(wall, last);
        return at(last, counter);
    }

    /** A clock that is this much off the present, for an op from another time. */
    String at(Duration off) {
        return at(Instant.now().plus(off).toEpochMilli(), 0);
    }

    private String at(long millis, int count) {
        return "%012x-%04x-%s".formatted(millis, count, node);
    }
}
