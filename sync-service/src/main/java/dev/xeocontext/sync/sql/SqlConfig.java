package dev.xeocontext.sync.sql;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the database may take with what is done in the background before it counts as away. */
@ConfigMapping(prefix = "xeo.sync.sql")
public interface SqlConfig {

    /** A statement about some rows. */
    @WithDefault("30s")
    Duration statementTimeout();

    /** What goes through a whole store, or through all of them. */
    @WithDefault("5m")
    Duration batchTimeout();
}
