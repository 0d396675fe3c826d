package dev.xeocontext.sync.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.script.RedisScript;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What Redis knows of devices. Every call fails when Redis does not answer in time; safe for use by several threads. */
@Singleton
class PresenceRecords {

    private static final Logger LOG = Logger.getLogger(PresenceRecords.class);

    /** How many times as long as an entry holds it is kept beyond that, for all replicas to see that it is over. */
    private static final int KEPT = 2;

    private static final long THOUSAND = 1_000;

    private final Redis redis;
    private final PresenceConfig config;
    private final ObjectMapper json;
    private final Deadline deadline;
    private final RedisScript script = RedisScript.beside(PresenceRecords.class, "presence.lua");

    PresenceRecords(Redis redis, PresenceConfig config, ObjectMapper json, Deadlines deadlines) {
        this.redis = redis;
        this.config = config;
        this.json = json;
        this.deadline = deadlines.of("presence", config.timeout());
    }

    /** Makes the changes, in their order; each of them may have been made when it fails. */
    Uni<Void> change(List<Change> changes) {
        List<Request> requests = changes.stream()
                .map(change -> change.request(script.digest(), config))
                .toList();
        return send(() -> redis.batch(requests).recover(failure -> again(requests, failure)))
                .replaceWithVoid();
    }

    /** A change that is made twice is told twice at worst, which says nothing wrong. */
    private Future<List<Response>> again(List<Request> requests, Throwable failure) {
        return RedisScript.isUnknown(failure)
                ? redis.batch(Stream.concat(Stream.of(script.load()), requests.stream())
                        .toList())
                : Future.failedFuture(failure);
    }

    Uni<Sightings> read(List<UUID> stores) {
        List<Request> requests = new ArrayList<>();
        requests.add(Request.cmd(Command.TIME));
        stores.forEach(storeId -> requests.add(Request.cmd(Command.HGETALL).arg(Change.key(storeId))));
        return send(() -> redis.batch(requests)).map(answers -> sightings(stores, answers));
    }

    Uni<Boolean> isOnline(UUID storeId, UUID deviceId) {
        Request entry = Request.cmd(Command.HGET).arg(Change.key(storeId)).arg(deviceId.toString());
        return send(() -> redis.batch(List.of(Request.cmd(Command.TIME), entry)))
                .map(answers -> Optional.ofNullable(answers.get(1))
                        .flatMap(text -> parse(text.toString()))
                        .filter(sighting -> sighting.isOnline(millis(answers.getFirst())))
                        .isPresent());
    }

    private Uni<List<Response>> send(Supplier<Future<List<Response>>> call) {
        return deadline.on(Uni.createFrom().completionStage(() -> call.get().toCompletionStage()));
    }

    private Sightings sightings(List<UUID> stores, List<Response> answers) {
        long now = millis(answers.getFirst());
        Map<UUID, Map<UUID, Sighting>> byStore = new HashMap<>();
        List<Change> outdated = new ArrayList<>();
        for (int i = 0; i < stores.size(); i++) {
            UUID storeId = stores.get(i);
            Map<UUID, Sighting> devices = new HashMap<>();
            Response entries = answers.get(i + 1);
            for (String device : entries.getKeys()) {
                String text = entries.get(device).toString();
                parse(text).ifPresent(sighting -> {
                    UUID deviceId = UUID.fromString(device);
                    devices.put(deviceId, sighting);
                    if (sighting.until() + KEPT * config.holds().toMillis() < now) {
                        outdated.add(Change.forget(storeId, deviceId, text));
                    }
                });
            }
            byStore.put(storeId, devices);
        }
        return new Sightings(now, byStore, outdated);
    }

    private Optional<Sighting> parse(String text) {
        try {
            return Optional.of(json.readValue(text, Sighting.class));
        } catch (JsonProcessingException e) {
            LOG.warnf("What is known of a device cannot be read: %s", e.getOriginalMessage());
            return Optional.empty();
        }
    }

    private static long millis(Response time) {
        return time.get(0).toLong() * THOUSAND + time.get(1).toLong() / THOUSAND;
    }
}
