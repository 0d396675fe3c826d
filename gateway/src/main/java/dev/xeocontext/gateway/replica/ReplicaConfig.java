package dev.xeocontext.gateway.replica;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where sync-service is.
 *
 * @param replicas at least one
 * @param failurePause how long one that could not be reached is asked after all others
 */
@ConfigurationProperties("xeo.sync")
record ReplicaConfig(List<URI> replicas, Duration failurePause) {}
