package dev.xeocontext.gateway.access;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How access tokens are checked.
 *
 * @param issuer the {@code iss} of good tokens
 * @param audience the {@code aud} of good tokens
 * @param keySetUrl where the keys are published
 * @param keySetTimeout how long an attempt to fetch them may take
 * @param keySetRefresh how old the keys may become before they are fetched again
 * @param unknownKeyPause at most so often an unknown key id makes them be fetched anew
 * @param failurePause the same after an attempt that failed
 * @param clockTolerance how far the clocks of signer and checker may differ
 */
@ConfigurationProperties("xeo.access")
record AccessConfig(
        String issuer,
        String audience,
        URI keySetUrl,
        Duration keySetTimeout,
        Duration keySetRefresh,
        Duration unknownKeyPause,
        Duration failurePause,
        Duration clockTolerance) {}
