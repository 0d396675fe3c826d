package dev.xeocontext.kit.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.time.Ids;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the outbox together, in services that own collections ({@code xeo.records.enabled}). */
@IfBuildProperty(name = "xeo.records.enabled", stringValue = "true")
final class OutboxBeans {

    @Produces
    @Singleton
    Outbox outbox(ObjectMapper json, Ids ids) {
        return new Outbox(json, ids);
    }

    @Produces
    @Singleton
    OutboxPublisher publisher(EventSender sender, Pool pool, Outbox outbox, OutboxConfig config) {
        return new OutboxPublisher(
                sender, new Confirmed(pool, outbox)::add, config.maxInFlight(), config.confirmTimeout());
    }
}
