package dev.xeocontext.local.stack.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client of {@code xeo.sync.v1}: one socket, every message that came, and the replica that follows from them. */
final class Device implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final WebSocket socket;
    private final List<JsonNode> messages;
    private final CompletableFuture<Integer> closed;
    private final Replica replica;
    private final DeviceClock clock;
    private final AtomicInteger refs = new AtomicInteger();
    private @Nullable CompletableFuture<WebSocket> sending;

    private Device(WebSocket socket, Inbox inbox, DeviceClock clock) {
        this.socket = socket;
        this.messages = inbox.messages;
        this.closed = inbox.closed;
        this.replica = inbox.replica;
        this.clock = clock;
    }

    /** A socket on which nothing was said yet. */
    static Device open(URI server) {
        return open(server, new Replica(), new DeviceClock(Duration.ZERO));
    }

    /** Signed in: the server's welcome has come. */
    static Device connect(URI server, Account account) {
        return connect(server, account, new Replica(), new DeviceClock(Duration.ZERO));
    }

    /** Signed in, through the gateway. */
    static Device connect(Account account) {
        return connect(account.gateway(), account);
    }

    /** Signed in again, with what the device knew and the clock that it had. */
    Device reconnect(Account account) {
        return connect(account.gateway(), account, replica, clock);
    }

    private static Device connect(URI server, Account account, Replica replica, DeviceClock clock) {
        var device = open(server, replica, clock);
        device.hello(account.accessToken(), account);
        device.message("welcome");
        return device;
    }

    private static Device open(URI server, Replica replica, DeviceClock clock) {
        var inbox = new Inbox(replica);
        var uri = URI.create("ws" + server.toString().substring("http".length()) + "/v1/sync");
        var socket = HTTP.newWebSocketBuilder()
                .subprotocols("xeo.sync.v1")
                .connectTimeout(Duration.ofSeconds(5))
                .buildAsync(uri, inbox)
                .join();
        return new Device(socket, inbox, clock);
    }

    void hello(String token, Account account) {
        send(Map.of(
                "type",
                "hello",
                "protocol",
                1,
                "token",
                token,
                "device",
                Map.of("id", account.deviceId(), "name", "Test", "platform", "test", "node", clock.node())));
    }

    /** Subscribes to all collections, and returns when the server says that all has been sent. */
    Device subscribe() {
        return subscribeFrom(null);
    }

    Device subscribeFrom(@Nullable String cursor) {
        var members = new HashMap<String, Object>(Map.of("sub", "all", "collections", List.of("todos", "todo-lists")));
        if (cursor != null) {
            members.put("cursor", cursor);
        }
        request("subscribe", members);
        message("live");
        return this;
    }

    /** The last cursor that the server gave. */
    String cursor() {
        return messages.reversed().stream()
                .filter(message -> message.hasNonNull("cursor"))
                .findFirst()
                .map(message -> message.path("cursor").asText())
                .orElseThrow();
    }

    /** Pushes, and returns the results in the order of the ops. */
    List<JsonNode> push(Op... ops) {
        return push(Arrays.asList(ops), Map.of());
    }

    List<JsonNode> push(Collection<Op> ops, Map<String, Object> more) {
        var members = new HashMap<String, Object>(more);
        members.put("ops", ops.stream().map(Op::json).toList());
        var ref = request("push", members);
        var answer = message(message -> ref.equals(message.path("ref").asText()), "the answer to push " + ref);
        return answer.path("results").valueStream().toList();
    }

    /** Sends a request, and returns the {@code ref} of its answer. */
    String request(String type, Map<String, Object> members) {
        var ref = Integer.toString(refs.incrementAndGet());
        var message = new HashMap<>(members);
        message.put("type", type);
        message.put("ref", ref);
        send(message);
        return ref;
    }

    void send(Map<String, Object> message) {
        sendText(JSON.valueToTree(message).toString());
    }

    synchronized void sendText(String text) {
        // the socket takes one message after the other
        sending = (sending == null ? CompletableFuture.completedFuture(socket) : sending)
                .thenCompose(ready -> ready.sendText(text, true));
        sending.join();
    }

    /** The first message of a type; waits for it. Fails at once when the socket is closed meanwhile. */
    JsonNode message(String type) {
        return message(message -> message.path("type").asText().equals(type), type);
    }

    JsonNode message(Predicate<JsonNode> wanted, String description) {
        return await(description)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> find(wanted, description), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<JsonNode> find(Predicate<JsonNode> wanted, String description) {
        boolean over = closed.isDone();
        var found = messages.stream().filter(wanted).findFirst();
        if (found.isEmpty() && over) {
            throw new SocketClosed("closed with %d before %s came".formatted(closed.join(), description));
        }
        return found;
    }

    /** The types of all messages that came. */
    List<String> types() {
        return messages.stream().map(message -> message.path("type").asText()).toList();
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    /** The code that the server closes the socket with; waits for it. */
    int closeCode() {
        return await("close").atMost(PATIENCE).until(() -> closed.getNow(0), code -> code != 0);
    }

    Replica replica() {
        return replica;
    }

    DeviceClock clock() {
        return clock;
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** The server or the network ended the connection while an answer was awaited. */
    static final class SocketClosed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SocketClosed(String message) {
            super(message);
        }
    }

    private static final class Inbox implements WebSocket.Listener {

        private static final int ABNORMAL = 1006;

        private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final Replica replica;
        private final StringBuilder partial = new StringBuilder();

        Inbox(Replica replica) {
            this.replica = replica;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                try {
                    var message = JSON.readTree(partial.toString());
                    replica.take(message);
                    messages.add(message);
                } catch (JsonProcessingException e) {
                    closed.completeExceptionally(e);
                }
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(ABNORMAL);
        }
    }
}
