package dev.xeocontext.kit.purge;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How far back deletions count for something: by the clocks that devices gave them, and by the time of this service, so
 * that a deletion that comes late is not final in the moment in which it comes.
 */
@Singleton
public final class Retention {

    private static final Duration AT_HAND = Duration.ofDays(1);

    private final RecordsConfig config;
    private final InstantSource time;

    Retention(RecordsConfig config, InstantSource time) {
        this.config = config;
        this.time = time;
    }

    /** Records that were deleted earlier, by their deletion clock, are to be purged; Unix time in milliseconds. */
    public long boundary() {
        return Math.max(0, time.instant().minus(config.tombstoneRetention()).toEpochMilli());
    }

    /** Whatever its clock, a record that changed here later is not purged yet: what undoes it may be on its way. */
    Instant settled() {
        Duration retention = config.tombstoneRetention();
        return time.instant().minus(retention.compareTo(AT_HAND) < 0 ? retention : AT_HAND);
    }
}
