package dev.xeocontext.kit.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.kit.time.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the outbox together, in services that tell of something ({@code xeo.events.enabled}). */
@IfBuildProperty(name = "xeo.events.enabled", stringValue = "true")
final class OutboxBeans {

    @Produces
    @Singleton
    Outbox outbox(
            @ConfigProperty(name = "xeo.service") String service, ObjectMapper json, Ids ids, OutboxConfig config) {
        return new Outbox(service, json, ids, config.messageCharacters());
    }

    @Produces
    @Singleton
    OutboxPublisher publisher(
            BrokerEventSender sender, Pool pool, Outbox outbox, OutboxConfig config, Deadlines deadlines) {
        return new OutboxPublisher(
                new BoundedSender(sender, config.maxInFlight(), config.maxInFlightCharacters()),
                task -> Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(config.linger())
                        .subscribe()
                        .with(done -> task.run()),
                new Confirmed(pool, outbox, deadlines.of("outbox", config.answerTimeout()))::add);
    }

    @Produces
    @Singleton
    OutboxRelay relay(
            BrokerEventSender sender,
            Pool pool,
            Outbox outbox,
            OutboxConfig config,
            Deadlines deadlines,
            InstantSource time,
            MeterRegistry metrics) {
        OldestAge oldestAge = new OldestAge(time);
        metrics.gauge("xeo.outbox.oldest.age.seconds", oldestAge, OldestAge::seconds);
        return new OutboxRelay(
                pool,
                outbox,
                new BoundedSender(sender, config.relayBatch(), config.maxInFlightCharacters()),
                config,
                deadlines.of("outbox", config.answerTimeout()),
                deadlines.of("confirmation", config.confirmTimeout()),
                oldestAge);
    }
}
