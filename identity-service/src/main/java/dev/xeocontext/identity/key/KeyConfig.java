package dev.xeocontext.identity.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Size;
import java.time.Duration;

/** Signing keys and their turns. */
@ConfigMapping(prefix = "xeo.keys")
public interface KeyConfig {

    /** Seals the private keys in the database. Random, at least 32 characters; the same on all replicas. */
    @Size(min = 32)
    String secret();

    /** How often each replica reads the keys again. */
    Duration refresh();

    /** How long a key signs before the next one does. */
    @WithDefault("30d")
    Duration signFor();

    /** How long a new key is published before it signs; well above the minute after which every checker knows it. */
    @WithDefault("15m")
    Duration publishAhead();

    /** How long a key stays published after its last signature; longer than an access token lives. */
    @WithDefault("1h")
    Duration publishAfter();
}
