package dev.xeocontext.identity.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long people stay signed in. */
@ConfigMapping(prefix = "xeo.sessions")
interface SessionConfig {

    /** A session ends when it was not refreshed for so long. */
    @WithDefault("90d")
    Duration idleFor();

    /** How long a refresh token that was replaced works on, for answers that got lost. */
    @WithDefault("20s")
    Duration grace();

    /** How long ended sessions and replaced tokens are kept, so that the use of a stolen one is noticed. */
    @WithDefault("30d")
    Duration rememberFor();
}
