package dev.xeocontext.sync.reconcile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When the log is compared with the owners of its records. */
@ConfigMapping(prefix = "xeo.sync.reconcile")
public interface ReconcileConfig {

    /** How often a store is compared when nobody asks for it; spread by a tenth either way. */
    @WithDefault("24h")
    Duration every();

    /** How often it is looked which stores are due. */
    @WithDefault("10s")
    Duration lookEvery();

    /** How many stores this replica compares at a time; with 0 it leaves that to others. */
    @WithDefault("4")
    int stores();

    /** How long an owner may take for an answer. */
    @WithDefault("30s")
    Duration timeout();

    /** How long one replica has for a store before another one may take it over. */
    @WithDefault("15m")
    Duration lease();

    /** How long to wait with a store whose comparison failed. */
    @WithDefault("1m")
    Duration retryPause();

    /** How long to wait before it is believed that the log is ahead of an owner. */
    @WithDefault("2s")
    Duration recheckPause();

    /** How long a device that doubts the history of a store is not listened to again. */
    @WithDefault("1m")
    Duration doubtPause();
}
