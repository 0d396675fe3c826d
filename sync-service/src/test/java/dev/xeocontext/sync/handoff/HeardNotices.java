package dev.xeocontext.sync.handoff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.notice.Notice;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What is said of a store on its channel. */
final class HeardNotices implements AutoCloseable {

    private static final int TEXT = 2;

    private final Vertx vertx = Vertx.vertx();
    private final UUID store;
    private final List<Notice> notices = new CopyOnWriteArrayList<>();

    HeardNotices(UUID store) {
        this.store = store;
        RedisConnection connection = Redis.createClient(vertx, Replica.redisUrl())
                .connect()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        List<String> kinds = new CopyOnWriteArrayList<>();
        connection.handler(pushed -> {
            kinds.add(pushed.get(0).toString());
            hear(pushed);
        });
        String channel = new Notice(store, new dev.xeocontext.sync.notice.Audience.Everyone(), "").channel();
        connection.send(Request.cmd(Command.SUBSCRIBE).arg(channel));
        Awaitility.await().atMost(Replica.DEADLINE).until(() -> kinds.contains("subscribe"));
    }

    private void hear(Response pushed) {
        if ("message".equals(pushed.get(0).toString())) {
            Notice.parse(pushed.get(TEXT).toString())
                    .filter(notice -> notice.storeId().equals(store))
                    .ifPresent(notices::add);
        }
    }

    List<Notice> notices() {
        return notices;
    }

    <T extends ServerMessage> List<T> of(Class<T> type) {
        return notices.stream()
                .map(HeardNotices::message)
                .flatMap(message -> type.isInstance(message) ? Stream.of(type.cast(message)) : Stream.empty())
                .toList();
    }

    <T extends ServerMessage> T awaitOne(Class<T> type) {
        Awaitility.await().atMost(Replica.DEADLINE).until(() -> !of(type).isEmpty());
        return of(type).getFirst();
    }

    private static ServerMessage message(Notice notice) {
        try {
            return new ObjectMapper().readValue(notice.frame(), ServerMessage.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
