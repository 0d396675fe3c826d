package dev.xeocontext.kit.outbox;

import dev.xeocontext.contracts.event.CloudEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Events that are no changes of records, of services whose transactions are those of Hibernate Reactive: written with what
 * they tell of, sent once that is committed.
 */
public final class Happenings {

    private static final String ADD = """
            insert into outbox (id, store_id, routing_key, payload)
            values (:id, :storeId, :routingKey, :payload)""";

    private final Outbox outbox;
    private final OutboxPublisher publisher;

    public Happenings(Outbox outbox, OutboxPublisher publisher) {
        this.outbox = outbox;
        this.publisher = publisher;
    }

    /**
     * Writes an event into the outbox, in the transaction of the session.
     *
     * @param storeId the store that it is about
     * @return what is to be published once the transaction is committed
     */
    public Uni<OutboxMessage> add(Mutiny.Session session, UUID storeId, String routingKey, CloudEvent<?> event) {
        OutboxMessage message = outbox.message(storeId, routingKey, List.of(event));
        return session.createNativeQuery(ADD)
                .setParameter("id", message.id())
                .setParameter("storeId", message.storeId())
                .setParameter("routingKey", message.routingKey())
                .setParameter("payload", message.payload())
                .executeUpdate()
                .replaceWith(message);
    }

    /** Sends what was committed, at once; what does not arrive is left to the relay. */
    public void publish(List<OutboxMessage> committed) {
        publisher.publish(committed);
    }
}
