package dev.xeocontext.sync.handoff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.json.InvalidJsonValue;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.notice.Notice;
import dev.xeocontext.sync.script.RedisScript;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The activities of a store in a hash of Redis, changed by one script. A call that fails has {@link ProblemCode#UNAVAILABLE};
 * what it asked for may have been done all the same. Safe for use by several threads.
 */
@Singleton
class RedisActivities implements ActivityRecords {

    private static final Logger LOG = Logger.getLogger(RedisActivities.class);

    private static final String KEY = "xeo:activities:{";
    private static final String NOTHING = "";
    private static final long THOUSAND = 1_000;

    private final Redis redis;
    private final HandoffConfig config;
    private final ObjectMapper json;
    private final Deadline deadline;
    private final RedisScript script = RedisScript.beside(RedisActivities.class, "handoff.lua");

    RedisActivities(Redis redis, HandoffConfig config, ObjectMapper json, Deadlines deadlines) {
        this.redis = redis;
        this.config = config;
        this.json = json;
        this.deadline = deadlines.of("handoff", config.answerTimeout());
    }

    private static String key(UUID storeId) {
        return KEY + storeId + '}';
    }

    @Override
    public Uni<Seen> read(UUID storeId, UUID id) {
        Request get = Request.cmd(Command.HGET).arg(key(storeId)).arg(id.toString());
        return ask(() -> redis.batch(List.of(Request.cmd(Command.TIME), get)))
                .map(answers -> seen(id, text(answers.get(1)), millis(answers.getFirst(), 0)));
    }

    @Override
    public Uni<List<Seen>> all(UUID storeId) {
        Request get = Request.cmd(Command.HGETALL).arg(key(storeId));
        return ask(() -> redis.batch(List.of(Request.cmd(Command.TIME), get)))
                .map(answers -> all(answers.get(1), millis(answers.getFirst(), 0)));
    }

    private List<Seen> all(Response entries, long now) {
        List<Seen> seen = new ArrayList<>();
        for (String id : entries.getKeys()) {
            String text = entries.get(id).toString();
            readable(text).ifPresent(held -> seen.add(new Seen(held.id(), text, held, now)));
        }
        return seen;
    }

    @Override
    public Uni<List<Set<UUID>>> ids(List<UUID> storeIds) {
        List<Request> requests = storeIds.stream()
                .map(storeId -> Request.cmd(Command.HKEYS).arg(key(storeId)))
                .toList();
        return ask(() -> redis.batch(requests))
                .map(answers -> answers.stream().map(RedisActivities::ids).toList());
    }

    private static Set<UUID> ids(Response keys) {
        Set<UUID> ids = new HashSet<>();
        keys.forEach(id -> ids.add(UUID.fromString(id.toString())));
        return ids;
    }

    @Override
    public Uni<Swap> swap(UUID storeId, Seen seen, @Nullable Held next, List<Notice> notices) {
        String becomes = next == null ? NOTHING : write(next);
        Stream<String> swap = Stream.of(
                seen.id().toString(),
                seen.text(),
                becomes,
                Integer.toString(config.activities()),
                Long.toString(config.lifetime().toMillis()));
        Stream<String> said = notices.stream().flatMap(notice -> Stream.of(notice.channel(), notice.text()));
        List<String> arguments = Stream.concat(swap, said).toList();
        return ask(() -> script.run(redis, key(storeId), arguments)).map(answer -> swapped(seen.id(), answer));
    }

    private Swap swapped(UUID id, Response answer) {
        return switch (answer.get(0).toString()) {
            case "swapped" -> new Swap.Done(seen(id, answer));
            case "behind" -> new Swap.Behind(seen(id, answer));
            case "full" -> new Swap.Full();
            default -> throw new IllegalStateException("handoff.lua answers with " + answer.get(0));
        };
    }

    private Seen seen(UUID id, Response answer) {
        return seen(id, text(answer.get(3)), millis(answer, 1));
    }

    private Seen seen(UUID id, String text, long now) {
        return new Seen(
                id, text, text.isEmpty() ? null : readable(text).orElseThrow(RedisActivities::unavailable), now);
    }

    private <T> Uni<T> ask(Supplier<Future<T>> call) {
        return deadline.on(Uni.createFrom().completionStage(() -> call.get().toCompletionStage()))
                .onFailure()
                .invoke(failure -> LOG.debugf("Activities are not known: %s", failure))
                .onFailure()
                .transform(failure -> unavailable());
    }

    private static ProblemException unavailable() {
        return new ProblemException(ProblemCode.UNAVAILABLE, null);
    }

    private static String text(@Nullable Response value) {
        return value == null ? NOTHING : value.toString();
    }

    private static long millis(Response answer, int seconds) {
        return answer.get(seconds).toLong() * THOUSAND + answer.get(seconds + 1).toLong() / THOUSAND;
    }

    private String write(Held held) {
        try {
            return json.writeValueAsString(held);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every activity can be written", e);
        }
    }

    /** Empty when another version of this service wrote it that keeps activities otherwise; it goes with time. */
    private Optional<Held> readable(String text) {
        try {
            return Optional.of(json.readValue(text, Held.class))
                    .filter(Held::isWhole)
                    .map(Held::normalized);
        } catch (JsonProcessingException | InvalidJsonValue e) {
            LOG.warnf("An activity cannot be read: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
