package dev.xeocontext.kit.access;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of tests. */
record Settings(Optional<String> deploymentSecret) implements AccessConfig {

    @Override
    public String issuer() {
        return "issuer";
    }

    @Override
    public String audience() {
        return "xeocontext";
    }

    @Override
    public URI keySetUrl() {
        return URI.create("http://unused.invalid");
    }

    @Override
    public Duration keySetTimeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration unknownKeyPause() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration failurePause() {
        return Duration.ofMillis(250);
    }

    @Override
    public Duration clockTolerance() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration keySetRefresh() {
        return Duration.ofSeconds(60);
    }

    @Override
    public int rememberedTokens() {
        return 10;
    }

    @Override
    public Duration rememberFor() {
        return Duration.ofMinutes(10);
    }
}
