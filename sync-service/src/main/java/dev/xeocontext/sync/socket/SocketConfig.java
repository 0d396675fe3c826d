package dev.xeocontext.sync.socket;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How sockets are kept. */
@ConfigMapping(prefix = "xeo.sync.socket")
public interface SocketConfig {

    /** Origins whose pages may connect, {@code *} for all; those on this machine when left out. */
    Optional<Set<String>> allowedOrigins();

    /** How long a device may take to say hello. */
    @WithDefault("10s")
    Duration helloTimeout();

    /** How long a device may stay silent. A device that vanishes is gone from the lists of others within a minute, by this. */
    @WithDefault("50s")
    Duration idleTimeout();

    /** How long a socket may take nothing of what is sent. */
    @WithDefault("120s")
    Duration stallTimeout();

    /** How long before a token runs out its device is told. */
    @WithDefault("60s")
    Duration expiryWarning();

    /** How old the cursor of a device may become because nothing that it wants happens. */
    @WithDefault("30s")
    Duration cursorAge();

    /** How many bytes may be on their way to a socket before it counts as full. */
    @WithDefault("262144")
    int outboundBytes();

    /** How many messages of a device are taken in a second; the others wait at the device. */
    @WithDefault("5000")
    int messagesPerSecond();

    /** How many refused messages a device may send at once, and a tenth of it each second, before it is cut off. */
    @WithDefault("100")
    int toleratedErrors();

    /** How long the sockets of a replica that goes away have to finish. */
    @WithDefault("5s")
    Duration drainTimeout();

    /** After how long, give or take a half, they should come back. */
    @WithDefault("2s")
    Duration drainRetry();
}
