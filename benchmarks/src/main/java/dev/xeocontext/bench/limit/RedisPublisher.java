package dev.xeocontext.bench.limit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.concurrent.CompletableFuture;

/** Publishes over one connection, on an event loop of its own. Safe for several threads. */
final class RedisPublisher implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final RedisConnection connection;

    RedisPublisher(String redisUrl) {
        this.connection = Redis.createClient(vertx, redisUrl)
                .connect()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Complete when Redis has passed it on; fails unless just one listens. */
    CompletableFuture<?> publish(String channel, String text) {
        return connection
                .send(Request.cmd(Command.PUBLISH).arg(channel).arg(text))
                .map(heard -> {
                    if (heard.toInteger() != 1) {
                        throw new IllegalStateException("%s of Redis is heard by %s".formatted(channel, heard));
                    }
                    return heard;
                })
                .toCompletionStage()
                .toCompletableFuture();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
