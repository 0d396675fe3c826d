package dev.xeocontext.bench.limit;

import dev.xeocontext.local.embedded.Loopback;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket server that does nothing but pass text on, for a process of its own. It prints its port, and ends when its
 * input does.
 *
 * <ul>
 *   <li>{@code /echo} says back what it hears.
 *   <li>{@code /listen} hears what anybody says on {@code /say}, who gets it too.
 *   <li>{@code /send?frames=N&bytes=N} is sent so many frames at once.
 *   <li>{@code /relay} names a channel of Redis, and is sent an empty text once it is listened to, then what is published there.
 * </ul>
 */
public final class BareServerMain {

    /** The variable that says which Redis. */
    static final String REDIS = "XEO_REDIS_URL";

    private static final int MESSAGE_BYTES = 64 << 20;

    private final Set<ServerWebSocket> listeners = ConcurrentHashMap.newKeySet();

    private final RedisRelay relay;

    private BareServerMain(RedisRelay relay) {
        this.relay = relay;
    }

    public static void main(String[] arguments) throws IOException {
        var vertx = Vertx.vertx();
        var bare = new BareServerMain(new RedisRelay(vertx, Objects.requireNonNull(System.getenv(REDIS), REDIS)));
        var options = new HttpServerOptions()
                .setHost(Loopback.ADDRESS)
                .setPort(0)
                .setMaxWebSocketFrameSize(MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(MESSAGE_BYTES);
        var server = vertx.createHttpServer(options)
                .webSocketHandler(bare::accept)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        System.out.println(server.actualPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private void accept(ServerWebSocket socket) {
        switch (socket.path()) {
            case "/echo" -> socket.textMessageHandler(text -> say(socket, text));
            case "/listen" -> listen(socket);
            case "/say" ->
                socket.textMessageHandler(text -> {
                    listeners.forEach(listener -> say(listener, text));
                    say(socket, text);
                });
            case "/send" -> send(socket, socket.query());
            case "/relay" -> socket.textMessageHandler(channel -> relay.listen(socket, channel));
            default -> socket.close();
        }
    }

    private void listen(ServerWebSocket socket) {
        listeners.add(socket);
        socket.closeHandler(nothing -> listeners.remove(socket));
    }

    private static void send(ServerWebSocket socket, @Nullable String query) {
        var numbers = numbers(query);
        var text = Padding.of(numbers.getOrDefault("bytes", 0));
        for (int i = 0; i < numbers.getOrDefault("frames", 0); i++) {
            say(socket, text);
        }
    }

    static void say(ServerWebSocket socket, String text) {
        var unused = socket.writeTextMessage(text);
    }

    private static Map<String, Integer> numbers(@Nullable String query) {
        var numbers = new ConcurrentHashMap<String, Integer>();
        if (query != null) {
            for (var pair : query.split("&", -1)) {
                var parts = pair.split("=", 2);
                numbers.put(parts[0], Integer.valueOf(parts[1]));
            }
        }
        return numbers;
    }
}
