package dev.xeocontext.sync.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Redis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis as it is when something is wrong with it, played here. */
class PeerLinkTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** As short as it can be: only time that is too short makes a link begin anew for nothing, which no test minds. */
    private record Hasty() implements PeersConfig {

        @Override
        public Duration compareHeads() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration reconnectPause() {
            return Duration.ofMillis(10);
        }

        @Override
        public Duration connectTimeout() {
            return Duration.ofMillis(300);
        }

        @Override
        public Duration echo() {
            return Duration.ofMillis(100);
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void triesAgainWhenAConnectionNeverComesAbout() {
        link((socket, command) -> {});

        awaitMoreThan(1, connections);
        assertThat(listening()).isZero();
    }

    @Test
    void beginsAnewWhenNothingIsHeardOnAConnection() {
        link((socket, command) -> {
            if (!command.contains("SUBSCRIBE")) {
                answer(socket, command);
            }
        });

        awaitMoreThan(1, subscriptions);
        assertThat(listening()).isZero();
    }

    @Test
    void beginsAnewWhenItMayNotSubscribe() {
        link((socket, command) -> {
            if (command.contains("SUBSCRIBE")) {
                socket.write("-NOPERM this user has no permissions to access one of the channels\r\n");
            } else {
                answer(socket, command);
            }
        });

        awaitMoreThan(1, subscriptions);
        assertThat(listening()).isZero();
    }

    @Test
    void listensWhileItHearsItself() {
        List<NetSocket> ears = new CopyOnWriteArrayList<>();
        link((socket, command) -> {
            if (command.contains("SUBSCRIBE")) {
                ears.add(socket);
                push(socket, "heads", "word");
            } else {
                answer(socket, command);
                if (command.contains("PUBLISH")) {
                    ears.forEach(ear -> push(ear, "echo", "?"));
                }
            }
        });

        Awaitility.await().atMost(DEADLINE).until(() -> listening() == 1);
        assertThat(heard).contains("word").doesNotContain("?");
    }

    private double listening() {
        return meters.get("xeo.sync.peers.listening").gauge().value();
    }

    private static void awaitMoreThan(int count, AtomicInteger counter) {
        Awaitility.await().atMost(DEADLINE).until(() -> counter.get() > count);
    }

    private static void push(NetSocket socket, String channel, String text) {
        socket.write("*3\r\n$7\r\nmessage\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n"
                .formatted(channel.length(), channel, text.length(), text));
    }

    private static void answer(NetSocket socket, String command) {
        if (command.contains("HELLO")) {
            socket.write("-ERR unknown command\r\n");
        } else if (command.contains("PUBLISH")) {
            socket.write(":1\r\n");
        } else {
            socket.write("+OK\r\n");
        }
    }

    /** Starts a link to a server that does this. */
    private void link(BiConsumer<NetSocket, String> server) {
        int port = vertx.createNetServer()
                .connectHandler(socket -> {
                    connections.incrementAndGet();
                    socket.handler(bytes -> on(socket, bytes, server));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        Redis redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
        new PeerLink(redis, List.of("heads"), "echo", heard::add, new Hasty(), meters, vertx).start();
    }

    private void on(NetSocket socket, Buffer bytes, BiConsumer<NetSocket, String> server) {
        String command = bytes.toString(StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
        if (command.contains("SUBSCRIBE")) {
            subscriptions.incrementAndGet();
        }
        server.accept(socket, command);
    }
}
