package dev.xeocontext.kit.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Sends again what the broker should have confirmed by now: messages of an instance that died, and of times when the
 * broker was away. Several relays share the rows without meeting.
 */
@Singleton
@IfBuildProperty(name = "xeo.events.enabled", stringValue = "true")
final class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final Pool pool;
    private final Outbox outbox;
    private final OutboxPublisher publisher;
    private final OutboxConfig config;
    private final AtomicReference<Double> oldestAge = new AtomicReference<>(0.0);

    OutboxRelay(Pool pool, Outbox outbox, OutboxPublisher publisher, OutboxConfig config, MeterRegistry metrics) {
        this.pool = pool;
        this.outbox = outbox;
        this.publisher = publisher;
        this.config = config;
        metrics.gauge("xeo.outbox.oldest.age.seconds", oldestAge, AtomicReference::get);
    }

    /** Not before the service has started: the channel to the broker is connected in the course of that. */
    @Scheduled(
            every = "${xeo.outbox.relay-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> relay() {
        return pool.withTransaction(this::resend)
                .chain(() -> outbox.oldestAge(pool))
                .invoke(oldestAge::set)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("outbox not relayed: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> resend(SqlConnection connection) {
        return outbox.overdue(connection, config.resendAfter(), config.relayBatch())
                .chain(this::send)
                .chain(confirmed -> outbox.remove(connection, confirmed));
    }

    /** The ids of those that the broker confirmed. */
    private Uni<List<UUID>> send(List<OutboxMessage> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<Uni<UUID>> attempts = messages.stream()
                .map(message -> publisher
                        .attempt(message)
                        .replaceWith(message.id())
                        .onFailure()
                        .recoverWithNull())
                .toList();
        return Uni.join()
                .all(attempts)
                .andFailFast()
                .map(ids -> ids.stream().filter(Objects::nonNull).toList());
    }
}
