package dev.xeocontext.sync.peers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How replicas reach one another. */
@ConfigMapping(prefix = "xeo.sync.peers")
public interface PeersConfig {

    /** How often the heads of the stores that somebody looks at are compared with the database. */
    @WithDefault("5s")
    Duration compareHeads();

    /** How long to wait before Redis is tried again. */
    @WithDefault("1s")
    Duration reconnectPause();

    /** How long it may take to connect to Redis. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How often this replica tells itself something, to know that it hears; after three that it misses it connects anew. */
    @WithDefault("3s")
    Duration echo();
}
