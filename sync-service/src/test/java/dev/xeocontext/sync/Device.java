package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.clock.HybridClock;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.Live;
import dev.xeocontext.contracts.sync.ServerMessage.Present;
import dev.xeocontext.contracts.sync.ServerMessage.Welcome;
import dev.xeocontext.testkit.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A device with a socket: says what it is told to, keeps what it hears, and waits for it no longer than a deadline. */
public final class Device implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong NODES = new AtomicLong(1);
    private static final long DEADLINE_SECONDS = 15;

    private final TestTokens tokens;
    private final HybridClock clock = new HybridClock(InstantSource.system(), NODES.getAndIncrement());
    private final BlockingQueue<ServerMessage> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicLong heardBytes = new AtomicLong();
    private final AtomicBoolean listens = new AtomicBoolean(true);
    private final WebSocket socket;
    private long seen;

    private Device(URI url, TestTokens tokens, Map<String, String> headers) {
        this.tokens = tokens;
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().subprotocols("xeo.sync.v1");
        headers.forEach(builder::header);
        this.socket = builder.buildAsync(url, new Ear()).join();
    }

    public static URI socketUrl(URI http) {
        return URI.create("ws://" + http.getAuthority() + "/v1/sync");
    }

    /** A socket on which nothing was said yet. */
    public static Device connect(URI url, TestTokens tokens, Map<String, String> headers) {
        return new Device(url, tokens, headers);
    }

    /** A device that is welcome. */
    public static Device welcomed(URI url, TestTokens tokens) {
        Device device = connect(url, tokens, Map.of());
        device.hello(tokens.token());
        device.expect(Welcome.class);
        return device;
    }

    UUID storeId() {
        return tokens.user();
    }

    WebSocket socket() {
        return socket;
    }

    public void hello(String token) {
        say(hello(1, token, tokens.device()));
    }

    static Map<String, Object> hello(int protocol, String token, UUID deviceId) {
        Map<String, Object> device = Map.of("id", deviceId, "name", "test", "platform", "junit");
        return Map.of("type", "hello", "protocol", protocol, "token", token, "device", device);
    }

    public void say(Map<String, ?> message) {
        try {
            say(JSON.writeValueAsString(message));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public void say(String frame) {
        socket.sendText(frame, true).join();
    }

    /** Sends a part of a message, to a server that may hang up over it. */
    void says(String part, boolean last) {
        socket.sendText(part, last).handle((sent, refused) -> sent).join();
    }

    public void subscribes(String sub, String... collections) {
        say(Map.of("type", "subscribe", "ref", "r-" + sub, "sub", sub, "collections", List.of(collections)));
    }

    void subscribesFrom(String cursor, String sub, String... collections) {
        say(Map.of(
                "type",
                "subscribe",
                "ref",
                "r-" + sub,
                "sub",
                sub,
                "collections",
                List.of(collections),
                "cursor",
                cursor));
    }

    /** Subscribes to todos and reads until it is live. */
    public Live subscribesToTodos() {
        subscribes("s", "todos");
        while (true) {
            if (next() instanceof Live live) {
                return live;
            }
        }
    }

    static String opId(Map<String, Object> op) {
        return String.valueOf(op.get("opId"));
    }

    Map<String, Object> put(UUID todo, String title) {
        Map<String, Object> op = new LinkedHashMap<>();
        op.put("opId", UUID.randomUUID());
        op.put("collection", "todos");
        op.put("id", todo);
        op.put("kind", "put");
        op.put("hlc", clock.now().toString());
        op.put("fields", Map.of("title", title));
        return op;
    }

    void pushes(String ref, List<?> ops) {
        say(Map.of("type", "push", "ref", ref, "ops", ops));
    }

    /** Pushes a title and waits for the answer. */
    public Ack pushesTitle(UUID todo, String title) {
        pushes("p", List.of(put(todo, title)));
        return expect(Ack.class);
    }

    /** The next message, whatever it is, but for what a device may be told at any time: who is there by now. */
    ServerMessage next() {
        try {
            ServerMessage message = heard.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("a message in time").isNotNull();
            if (message instanceof Delta delta) {
                seen = delta.to();
            }
            return message instanceof Present ? next() : message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next message of that kind; others are passed over. */
    public <T extends ServerMessage> T expect(Class<T> type) {
        List<ServerMessage> others = new ArrayList<>();
        while (others.size() < 1_000) {
            ServerMessage message = next();
            if (type.isInstance(message)) {
                return type.cast(message);
            }
            others.add(message);
        }
        throw new AssertionError("no " + type.getSimpleName() + " among " + others);
    }

    /** Reads on until the log is seen up to there; remembers what it saw before. */
    void untilItHasSeen(long seq) {
        while (seen < seq) {
            expect(Delta.class);
        }
    }

    /** The next delta, when nothing but acks may come before it. */
    public Delta expectDelta() {
        return expect(Delta.class);
    }

    /** Does something every now and then, for a while. */
    void staysSilentFor(Duration time, Runnable signOfLife) {
        Instant end = Instant.now().plus(time);
        Awaitility.await()
                .atMost(time.multipliedBy(3))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    signOfLife.run();
                    return Instant.now().isAfter(end);
                });
    }

    /** How many bytes a message took. */
    static long bytes(ServerMessage message) {
        try {
            return JSON.writerFor(ServerMessage.class).writeValueAsBytes(message).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }

    /** How many bytes of text it was ever sent. */
    long heardBytes() {
        return heardBytes.get();
    }

    /** From the next frame on, what it is sent stays in the network. */
    void stopsListening() {
        listens.set(false);
    }

    void listensAgain() {
        listens.set(true);
        socket.request(1);
    }

    /** The code that the server closes with. */
    public int closeCode() {
        return closed.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Ear implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String frame = text.toString();
                heardBytes.addAndGet(frame.getBytes(StandardCharsets.UTF_8).length);
                heard.add(read(frame));
                text.setLength(0);
            }
            if (listens.get()) {
                webSocket.request(1);
            }
            return null;
        }

        private static ServerMessage read(String frame) {
            try {
                return JSON.readValue(frame, ServerMessage.class);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(frame, e);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
