package dev.xeocontext.identity.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Access tokens. */
@ConfigMapping(prefix = "xeo.tokens")
interface TokenConfig {

    /** How long a token is good; shorter than the time that a key stays published after its last signature. */
    @WithDefault("10m")
    Duration liveFor();
}
