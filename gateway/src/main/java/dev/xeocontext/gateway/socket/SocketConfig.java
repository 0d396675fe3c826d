package dev.xeocontext.gateway.socket;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Sockets that pass through.
 *
 * @param upgradeTimeout how long a replica may take to upgrade its connection before another one is asked
 */
@ConfigurationProperties("xeo.sockets")
record SocketConfig(Duration upgradeTimeout) {}
