package dev.xeocontext.sync.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.notice.Notice;
import dev.xeocontext.testkit.BackingServices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Redis of the tests, and what was said on it. */
final class TestRedis implements AutoCloseable {

    private static final int TEXT = 2;

    private final ObjectMapper json = new ObjectMapper();
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;
    private final List<Notice> notices = new CopyOnWriteArrayList<>();

    TestRedis() {
        String url = new BackingServices().start().getOrDefault("XEO_REDIS_URL", "redis://127.0.0.1:6379");
        redis = Redis.createClient(
                vertx, new RedisOptions().setConnectionString(url).setMaxPoolWaiting(1_000));
        RedisConnection ear = await(redis.connect());
        ear.handler(pushed -> {
            if ("message".equals(pushed.get(0).toString())) {
                Notice.parse(pushed.get(TEXT).toString()).ifPresent(notices::add);
            }
        });
        Request subscribe = Request.cmd(Command.SUBSCRIBE);
        Notice.channels().forEach(subscribe::arg);
        await(ear.send(subscribe));
    }

    Redis redis() {
        return redis;
    }

    /** A client of a Redis that is not there. */
    Redis nowhere() {
        return Redis.createClient(vertx, "redis://127.0.0.1:1");
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Nullable
    Response send(Command command, String... args) {
        Request request = Request.cmd(command);
        List.of(args).forEach(request::arg);
        return await(redis.send(request));
    }

    /** As when Redis was restarted. */
    void forget(UUID storeId) {
        send(Command.DEL, Change.key(storeId));
        send(Command.SCRIPT, "FLUSH");
    }

    /** Lets something of a device be over since long ago. */
    void end(UUID storeId, UUID deviceId, String until) {
        try {
            String entry = String.valueOf(send(Command.HGET, Change.key(storeId), deviceId.toString()));
            ObjectNode changed = (ObjectNode) json.readTree(entry);
            changed.put(until, 1);
            send(Command.HSET, Change.key(storeId), deviceId.toString(), changed.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean knows(UUID storeId, UUID deviceId) {
        return send(Command.HGET, Change.key(storeId), deviceId.toString()) != null;
    }

    /** What devices of a store were told so far. */
    List<Notice> notices(UUID storeId) {
        return notices.stream()
                .filter(notice -> notice.storeId().equals(storeId))
                .toList();
    }

    ServerMessage message(Notice notice) {
        try {
            return json.readValue(notice.frame(), ServerMessage.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
