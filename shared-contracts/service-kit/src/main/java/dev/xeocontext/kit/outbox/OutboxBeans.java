package dev.xeocontext.kit.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.time.Ids;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the outbox together, in services that tell of something ({@code xeo.events.enabled}). */
@IfBuildProperty(name = "xeo.events.enabled", stringValue = "true")
final class OutboxBeans {

    @Produces
    @Singleton
    Outbox outbox(@ConfigProperty(name = "xeo.service") String service, ObjectMapper json, Ids ids) {
        return new Outbox(service, json, ids);
    }

    @Produces
    @Singleton
    OutboxPublisher publisher(EventSender sender, Pool pool, Outbox outbox, OutboxConfig config) {
        return new OutboxPublisher(
                sender, new Confirmed(pool, outbox)::add, config.maxInFlight(), config.confirmTimeout());
    }
}
