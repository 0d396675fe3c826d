package dev.xeocontext.sync.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the log keeps what. */
@ConfigMapping(prefix = "xeo.sync.retention")
public interface RetentionConfig {

    /** How old an event becomes before the log is compacted past it. */
    @WithDefault("30d")
    Duration events();

    /** So many of the newest events of a store are kept however old they are. */
    @WithDefault("1000")
    int newestEvents();

    /** How old a deletion becomes before the tombstone is purged. Must not be shorter than devices stay away. */
    @WithDefault("90d")
    Duration tombstones();

    /** Most events or tombstones in one transaction; it holds the lock of its store meanwhile. */
    @WithDefault("2000")
    int batch();

    /** How often it is looked what is due. */
    @WithDefault("10m")
    Duration every();
}
