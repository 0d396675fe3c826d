package dev.xeocontext.local.stack.system.client;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Ids that a device makes: UUIDv7 of now. */
public final class NewIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private NewIds() {}

    public static UUID next() {
        long time = Instant.now().toEpochMilli() << 16;
        long version = 0x7000L | RANDOM.nextInt(0x1000);
        long variant = RANDOM.nextLong() >>> 2 | 1L << 63;
        return new UUID(time | version, variant);
    }
}
