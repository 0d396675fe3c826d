package dev.xeocontext.kit.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How messages get to the broker. */
@ConfigMapping(prefix = "xeo.outbox")
public interface OutboxConfig {

    /** How often overdue messages are looked for. */
    @WithDefault("1s")
    Duration relayEvery();

    /** When a message without a confirmation is sent again. */
    @WithDefault("2s")
    Duration resendAfter();

    /** When a confirmation is no longer waited for. */
    @WithDefault("10s")
    Duration confirmTimeout();

    /** Most messages published at once without a confirmation. */
    @WithDefault("1024")
    int maxInFlight();

    /** Most messages that a relay sends in one round. */
    @WithDefault("200")
    int relayBatch();
}
