package dev.xeocontext.sync.socket;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Sends the devices away while the server still serves: nobody new is sent here, nobody new comes in, and those who are
 * here are told, answered and closed.
 */
@Singleton
@Readiness
final class Goodbye implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(Goodbye.class);

    /** What the last close frames have to leave. */
    private static final Duration LAST_FRAMES = Duration.ofSeconds(1);

    private final Connections connections;
    private final Duration timeout;

    Goodbye(Connections connections, SocketConfig config) {
        this.connections = connections;
        this.timeout = config.drainTimeout();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Sockets")
                .status(!connections.draining())
                .build();
    }

    /** Blocks, because the server closes when this returns. */
    void stop(@Observes ShutdownDelayInitiatedEvent stopping) {
        var drained = connections.drain();
        try {
            try {
                drained.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.warnf("%d sockets did not finish in time", connections.size());
                connections.cutOff();
                drained.get(LAST_FRAMES.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            LOG.error("Sockets are left to the end of the server", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
