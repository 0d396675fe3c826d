package dev.xeocontext.kit.purge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Records of a service, if it owns any, and what becomes of them once they are deleted. */
@ConfigMapping(prefix = "xeo.records")
public interface RecordsConfig {

    /** Whether the service owns collections; decided when it is built. */
    @WithDefault("false")
    boolean enabled();

    /** How long a deleted record keeps its content, and can be restored. */
    @WithDefault("90d")
    Duration tombstoneRetention();

    /** How often records are looked for that have been deleted for so long. */
    @WithDefault("1h")
    Duration purgeEvery();

    /** Most records that are purged in one transaction. */
    @WithDefault("500")
    int purgeBatch();
}
