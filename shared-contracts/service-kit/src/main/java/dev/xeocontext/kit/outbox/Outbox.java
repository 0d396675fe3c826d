package dev.xeocontext.kit.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table of messages that the broker has not confirmed. A row is written in the transaction that it tells of, and goes
 * only once the broker has the message.
 */
public final class Outbox {

    private static final String ADD = """
            insert into outbox (id, store_id, routing_key, payload)
            select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])""";
    private static final String OVERDUE = """
            select id, store_id, routing_key, payload from outbox
            where created_at < now() - make_interval(secs => $1)
            order by created_at limit $2 for update skip locked""";
    private static final String REMOVE = "delete from outbox where id = any($1::uuid[])";
    private static final String OLDEST =
            "select coalesce(extract(epoch from now() - min(created_at)), 0)::double precision as seconds from outbox";

    private final String service;
    private final ObjectMapper json;
    private final Ids ids;

    /** @param service the name in routing keys, {@code todos} */
    Outbox(String service, ObjectMapper json, Ids ids) {
        this.service = service;
        this.json = json;
        this.ids = ids;
    }

    /** The messages that tell of some events, one for each way through the broker; to be added in their transaction. */
    public List<OutboxMessage> messages(List<CloudEvent<RecordChanged>> events) {
        Map<Integer, List<CloudEvent<RecordChanged>>> bySlot = new TreeMap<>();
        events.forEach(
                event -> bySlot.computeIfAbsent(EventRoute.slot(event.data().storeId()), slot -> new ArrayList<>())
                        .add(event));
        return bySlot.values().stream()
                .map(some -> message(some.getFirst().data().storeId(), some))
                .toList();
    }

    /** Adds messages, which are to be published once the transaction is committed. */
    public Uni<Void> add(SqlClient client, List<OutboxMessage> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple rows = Tuple.tuple()
                .addArrayOfUUID(messages.stream().map(OutboxMessage::id).toArray(UUID[]::new))
                .addArrayOfUUID(messages.stream().map(OutboxMessage::storeId).toArray(UUID[]::new))
                .addArrayOfString(
                        messages.stream().map(OutboxMessage::routingKey).toArray(String[]::new))
                .addArrayOfString(messages.stream().map(OutboxMessage::payload).toArray(String[]::new));
        return client.preparedQuery(ADD).execute(rows).replaceWithVoid();
    }

    private OutboxMessage message(UUID storeId, List<CloudEvent<RecordChanged>> events) {
        return message(storeId, EventRoute.key(service, storeId), events);
    }

    /** The message that takes these events along a route. It is not in the table yet. */
    OutboxMessage message(UUID storeId, String routingKey, List<? extends CloudEvent<?>> events) {
        return new OutboxMessage(ids.next(), storeId, routingKey, batch(events));
    }

    private String batch(List<? extends CloudEvent<?>> events) {
        try {
            return json.writeValueAsString(events);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("events can be written", e);
        }
    }

    /** Locks messages that should have been confirmed by now, oldest first, leaving out those that another relay has. */
    Uni<List<OutboxMessage>> overdue(SqlClient client, Duration age, int limit) {
        return client.preparedQuery(OVERDUE)
                .execute(Tuple.of(age.toMillis() / 1000.0, limit))
                .map(this::messages);
    }

    private List<OutboxMessage> messages(RowSet<Row> rows) {
        List<OutboxMessage> messages = new ArrayList<>(rows.size());
        for (Row row : rows) {
            UUID storeId = row.getUUID("store_id");
            @Nullable String routingKey = row.getString("routing_key");
            messages.add(new OutboxMessage(
                    row.getUUID("id"),
                    storeId,
                    routingKey == null ? EventRoute.key(service, storeId) : routingKey,
                    row.getString("payload")));
        }
        return messages;
    }

    /** Removes messages that the broker has confirmed. */
    Uni<Void> remove(SqlClient client, Collection<UUID> confirmed) {
        return confirmed.isEmpty()
                ? Uni.createFrom().voidItem()
                : client.preparedQuery(REMOVE)
                        .execute(Tuple.tuple().addArrayOfUUID(confirmed.toArray(UUID[]::new)))
                        .replaceWithVoid();
    }

    /** How old the oldest message is, in seconds; 0 when there is none. */
    Uni<Double> oldestAge(SqlClient client) {
        return client.preparedQuery(OLDEST)
                .execute()
                .map(rows -> rows.iterator().next().getDouble("seconds"));
    }
}
