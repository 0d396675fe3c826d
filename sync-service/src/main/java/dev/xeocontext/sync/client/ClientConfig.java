package dev.xeocontext.sync.client;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the table of connections is kept. */
@ConfigMapping(prefix = "xeo.sync.clients")
public interface ClientConfig {

    /** How often what happened is written. */
    @WithDefault("1s")
    Duration flush();

    /** How often a replica gives a sign of life, and looks for those that give none. */
    @WithDefault("15s")
    Duration heartbeat();

    /** After how long without a sign of life a replica counts as dead. */
    @WithDefault("60s")
    Duration replicaTimeout();

    /** How long a connection that is over is remembered. */
    @WithDefault("30d")
    Duration retention();

    /** Most connections whose state is to be written, while the database is away; beyond that it is lost. */
    @WithDefault("20000")
    int unwritten();
}
