package dev.xeocontext.gateway.replica;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where sync-service is. Not under {@code xeo.sync}: what is set for the service itself in the environment would be read here.
 *
 * @param urls of its replicas, at least one
 * @param failurePause how long one that could not be reached is asked after all others
 */
@ConfigurationProperties("xeo.sync-service")
record ReplicaConfig(List<URI> urls, Duration failurePause) {}
