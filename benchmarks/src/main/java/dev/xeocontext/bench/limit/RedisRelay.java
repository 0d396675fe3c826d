package dev.xeocontext.bench.limit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Passes what is published on channels of Redis on to sockets, one for each channel. It has one connection to Redis, on the
 * event loop of the sockets. For that loop.
 */
final class RedisRelay {

    /** What a socket is sent when its channel is listened to. */
    static final String READY = "";

    /** Where kind, channel and text stand in what Redis pushes. */
    private static final int KIND = 0;

    private static final int CHANNEL = 1;
    private static final int TEXT = 2;

    private final Redis redis;
    private final Map<String, ServerWebSocket> sockets = new ConcurrentHashMap<>();
    private @Nullable Future<RedisConnection> connection;

    /** Connects when it is needed first. */
    RedisRelay(Vertx vertx, String redisUrl) {
        this.redis = Redis.createClient(vertx, redisUrl);
    }

    void listen(ServerWebSocket socket, String channel) {
        sockets.put(channel, socket);
        socket.closeHandler(nothing -> sockets.remove(channel, socket));
        connection()
                .compose(open -> open.send(Request.cmd(Command.SUBSCRIBE).arg(channel)))
                .onFailure(failure -> socket.close());
    }

    private Future<RedisConnection> connection() {
        var known = connection;
        if (known != null) {
            return known;
        }
        var opening = redis.connect().onSuccess(open -> open.handler(this::hear));
        connection = opening;
        return opening;
    }

    private void hear(Response pushed) {
        var socket = sockets.get(pushed.get(CHANNEL).toString());
        if (socket != null) {
            switch (pushed.get(KIND).toString()) {
                case "message" -> BareServerMain.say(socket, pushed.get(TEXT).toString());
                case "subscribe" -> BareServerMain.say(socket, READY);
                default -> {}
            }
        }
    }
}
