package dev.xeocontext.sync.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How it is known which devices are connected. */
@ConfigMapping(prefix = "xeo.sync.presence")
public interface PresenceConfig {

    /** How often a replica says which devices are connected to it. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How long that holds: a device whose replica says no more is gone after it. */
    @WithDefault("45s")
    Duration holds();

    /** How often a replica looks for devices that are gone without a word. */
    @WithDefault("10s")
    Duration look();

    /** How long it holds what a device is at. */
    @WithDefault("45s")
    Duration stateHolds();

    /** Most bytes of what a device is at, as JSON. */
    @WithDefault("2048")
    int stateBytes();

    /** How often in a second a device may tell what it is at, on average. */
    @WithDefault("2")
    double tellsPerSecond();

    /** How often it may do so at once. */
    @WithDefault("20")
    int tellsAtOnce();

    /** Most devices that are listed of a store: those that came last. */
    @WithDefault("250")
    int listed();

    /** How long an answer of Redis may take. */
    @WithDefault("1s")
    Duration timeout();

    /** Most changes that wait to be written; beyond that they are dropped, and what is connected is said with the next beat. */
    @WithDefault("20000")
    int waiting();
}
