package dev.xeocontext.identity.password;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** How much of the machine hashing may take. */
@ConfigMapping(prefix = "xeo.passwords")
interface PasswordConfig {

    /** Hashes computed at once; each takes 19 MiB and a core for tens of milliseconds. */
    @WithDefault("4")
    @Min(1)
    int concurrency();

    /** Hashes that may wait; one more is refused. */
    @WithDefault("64")
    @Min(0)
    int queue();
}
