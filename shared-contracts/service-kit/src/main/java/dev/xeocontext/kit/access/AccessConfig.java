package dev.xeocontext.kit.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How access tokens are checked. */
@ConfigMapping(prefix = "xeo.access")
public interface AccessConfig {

    /** The {@code iss} of good tokens. */
    String issuer();

    /** The {@code aud} of good tokens. */
    @WithDefault("xeocontext")
    String audience();

    /** Where the key set is fetched, unless the service holds the keys itself. */
    URI keySetUrl();

    /** How long an attempt to fetch the key set may take. */
    @WithDefault("2s")
    Duration keySetTimeout();

    /** At most so often an unknown key id makes the key set be fetched anew. */
    @WithDefault("5s")
    Duration unknownKeyPause();

    /** The same after an attempt that failed. */
    @WithDefault("250ms")
    Duration failurePause();

    /** How far the clocks of signer and checker may differ. */
    @WithDefault("5s")
    Duration clockTolerance();

    /** How often the key set is fetched without a reason. */
    Duration keySetRefresh();

    /** How many verified tokens are remembered. */
    @WithDefault("50000")
    int rememberedTokens();

    /** For how long at most; no longer than tokens live. */
    @WithDefault("10m")
    Duration rememberFor();

    /** What services show each other that call on behalf of no user; without it such calls are refused. */
    Optional<String> deploymentSecret();
}
