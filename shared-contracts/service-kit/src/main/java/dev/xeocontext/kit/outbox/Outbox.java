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
    /** In the order of ids, which is about that of time, so that the primary key serves it: no other index is paid for. */
    static final String CLAIM = """
            with due as (
              select id, octet_length(payload) as bytes from outbox
              where created_at < now() - make_interval(secs => $1) and (next_try is null or next_try < now())
              order by id limit $2 for update skip locked),
            sized as (select id, sum(bytes) over (order by id) - bytes as before from due)
            update outbox o set attempts = least(o.attempts + 1, 1000), next_try = now() + make_interval(secs => $4)
            from sized where o.id = sized.id and sized.before < $3
            returning o.id, o.store_id, o.routing_key, o.payload, o.attempts""";

    private static final String POSTPONE = """
            update outbox
            set next_try = now() + make_interval(secs => least($2 * power(2, least(attempts - 1, 20)), $3))
            where id = any($1::uuid[])""";
    private static final String RELEASE = """
            update outbox set attempts = greatest(attempts - 1, 0), next_try = null where id = any($1::uuid[])""";
    private static final String REMOVE = "delete from outbox where id = any($1::uuid[])";
    static final String OLDEST = """
            select extract(epoch from now() - created_at)::double precision as seconds from outbox
            order by id limit 1""";

    /**
     * A message that a relay has for itself for a while.
     *
     * @param attempts how often a relay has taken it, this time included
     */
    record Claimed(OutboxMessage message, int attempts) {}

    private final String service;
    private final ObjectMapper json;
    private final Ids ids;
    private final int messageCharacters;

    /**
     * Makes an outbox.
     *
     * @param service the name in routing keys, {@code todos}
     * @param messageCharacters most of one message, unless a single event has more
     */
    Outbox(String service, ObjectMapper json, Ids ids, int messageCharacters) {
        this.service = service;
        this.json = json;
        this.ids = ids;
        this.messageCharacters = messageCharacters;
    }

    /**
     * The messages that tell of some events, one for each way through the broker and more where that would be too large; to be
     * added in their transaction.
     */
    public List<OutboxMessage> messages(List<CloudEvent<RecordChanged>> events) {
        Map<Integer, List<CloudEvent<RecordChanged>>> bySlot = new TreeMap<>();
        events.forEach(
                event -> bySlot.computeIfAbsent(EventRoute.slot(event.data().storeId()), slot -> new ArrayList<>())
                        .add(event));
        List<OutboxMessage> messages = new ArrayList<>(bySlot.size());
        bySlot.values().forEach(some -> addMessages(messages, some));
        return messages;
    }

    /** Halves what is too large, until it is not or stands alone. */
    private void addMessages(List<OutboxMessage> messages, List<CloudEvent<RecordChanged>> events) {
        String payload = batch(events);
        if (payload.length() > messageCharacters && events.size() > 1) {
            int middle = events.size() / 2;
            addMessages(messages, events.subList(0, middle));
            addMessages(messages, events.subList(middle, events.size()));
        } else {
            UUID storeId = events.getFirst().data().storeId();
            messages.add(new OutboxMessage(ids.next(), storeId, EventRoute.key(service, storeId), payload));
        }
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

    /**
     * Takes messages that should have been confirmed by now, those that were made first, leaving out those that another relay
     * takes.
     *
     * @param bytes most of their payloads together, unless a single one has more
     * @param lease how long no relay takes them again, unless they are postponed or released before
     */
    Uni<List<Claimed>> claim(SqlClient client, Duration age, int limit, long bytes, Duration lease) {
        return client.preparedQuery(CLAIM)
                .execute(Tuple.of(seconds(age), limit, bytes, seconds(lease)))
                .map(this::claimed);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private List<Claimed> claimed(RowSet<Row> rows) {
        List<Claimed> claimed = new ArrayList<>(rows.size());
        for (Row row : rows) {
            UUID storeId = row.getUUID("store_id");
            @Nullable String routingKey = row.getString("routing_key");
            OutboxMessage message = new OutboxMessage(
                    row.getUUID("id"),
                    storeId,
                    routingKey == null ? EventRoute.key(service, storeId) : routingKey,
                    row.getString("payload"));
            claimed.add(new Claimed(message, row.getInteger("attempts")));
        }
        return claimed;
    }

    /** Puts claimed messages off that were sent in vain: for longer each time, so that they stand behind the others. */
    Uni<Void> postpone(SqlClient client, Collection<UUID> claimed, Duration first, Duration longest) {
        return claimed.isEmpty()
                ? Uni.createFrom().voidItem()
                : client.preparedQuery(POSTPONE)
                        .execute(ids(claimed).addDouble(seconds(first)).addDouble(seconds(longest)))
                        .replaceWithVoid();
    }

    /** Gives claimed messages back that were not sent. */
    Uni<Void> release(SqlClient client, Collection<UUID> claimed) {
        return each(client, RELEASE, claimed);
    }

    /** Removes messages that the broker has confirmed. */
    Uni<Void> remove(SqlClient client, Collection<UUID> confirmed) {
        return each(client, REMOVE, confirmed);
    }

    private static Uni<Void> each(SqlClient client, String sql, Collection<UUID> messageIds) {
        return messageIds.isEmpty()
                ? Uni.createFrom().voidItem()
                : client.preparedQuery(sql).execute(ids(messageIds)).replaceWithVoid();
    }

    private static Tuple ids(Collection<UUID> messageIds) {
        return Tuple.tuple().addArrayOfUUID(messageIds.toArray(UUID[]::new));
    }

    /** How old the message is that was made first, in seconds; 0 when there is none. */
    Uni<Double> oldestAge(SqlClient client) {
        return client.preparedQuery(OLDEST)
                .execute()
                .map(rows -> rows.size() == 0 ? 0.0 : rows.iterator().next().getDouble("seconds"));
    }
}
