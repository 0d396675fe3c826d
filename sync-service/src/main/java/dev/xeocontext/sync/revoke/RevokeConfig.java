package dev.xeocontext.sync.revoke;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** How sessions that ended before their time are found out, and how long they are kept in mind. */
@ConfigMapping(prefix = "xeo.sync.revoke")
public interface RevokeConfig {

    /** Who is asked. */
    URI identityUrl();

    /** How often. */
    @WithDefault("5s")
    Duration poll();

    /** How long an answer may take. */
    @WithDefault("3s")
    Duration timeout();

    /** How long an access token is good for at most: so long a session is kept in mind, and a little for the clocks. */
    @WithDefault("10m")
    Duration tokenLifetime();

    /** Most sessions that are kept in mind; beyond that the oldest are forgotten. */
    @WithDefault("100000")
    int remembered();
}
