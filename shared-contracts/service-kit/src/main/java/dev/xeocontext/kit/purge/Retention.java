package dev.xeocontext.kit.purge;

import jakarta.inject.Singleton;
import java.time.InstantSource;

/** How far back deletions count for something. */
@Singleton
public final class Retention {

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
}
