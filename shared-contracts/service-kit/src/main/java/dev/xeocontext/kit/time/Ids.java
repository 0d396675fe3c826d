package dev.xeocontext.kit.time;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDv7 (RFC 9562, section 5.7). The ids of one instance increase strictly: within a millisecond, or while the
 * clock stands back, the 12 bits of {@code rand_a} count up (section 6.2, method 1), and a full counter borrows the
 * next millisecond. Safe for use by several threads.
 */
public final class Ids {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int COUNTER_BITS = 12;
    private static final int MAX_COUNTER = (1 << COUNTER_BITS) - 1;

    private final InstantSource time;
    private final RandomGenerator random;

    private long millis = -1;
    private int counter;

    /** @param random must be safe for use under this object's lock only; in production a secure one */
    public Ids(InstantSource time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /** A new id, greater than every one that was given before. */
    public synchronized UUID next() {
        long now = time.millis();
        if (now > millis) {
            restart(now);
        } else if (counter == MAX_COUNTER) {
            restart(millis + 1);
        } else {
            counter++;
        }
        long most = (millis << 16) | VERSION_7 | counter;
        long least = VARIANT | (random.nextLong() >>> 2);
        return new UUID(most, least);
    }

    /** Half of the counter's range stays free, so that a burst has room to count. */
    private void restart(long newMillis) {
        millis = newMillis;
        counter = random.nextInt(1 << (COUNTER_BITS - 1));
    }
}
