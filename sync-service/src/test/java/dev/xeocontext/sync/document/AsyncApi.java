package dev.xeocontext.sync.document;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.event.SessionRevoked;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.Protocol;
import dev.xeocontext.contracts.sync.ServerMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The AsyncAPI 3 document of sync-service: its socket and the events that it takes. Messages come from the records, examples
 * from the golden messages.
 */
final class AsyncApi {

    private static final Map<String, List<String>> ANSWERS = answers();

    private final RecordSchemas schemas = new RecordSchemas();
    private final Map<String, Object> messages = new LinkedHashMap<>();
    private final Map<String, Object> operations = new LinkedHashMap<>();
    private final Map<String, JsonNode> examples = new LinkedHashMap<>();

    /** @param golden the content of {@code messages.json} */
    static Map<String, Object> document(JsonNode golden) {
        return new AsyncApi(golden).document();
    }

    private AsyncApi(JsonNode golden) {
        golden.path("client").forEach(message -> addExample("client", message));
        golden.path("server").forEach(message -> addExample("server", message));
    }

    /** What answers each message of a device. */
    private static Map<String, List<String>> answers() {
        return Map.ofEntries(
                Map.entry("hello", List.of("welcome", "error")),
                Map.entry("subscribe", List.of("reset", "snapshot", "delta", "live", "lagging", "error")),
                Map.entry("unsubscribe", List.of("ok", "error")),
                Map.entry("push", List.of("ack", "error")),
                Map.entry("digest", List.of("digest", "error")),
                Map.entry("fetch", List.of("snapshot", "error")),
                Map.entry("presence", List.of("error")),
                Map.entry("handoff.publish", List.of("ok", "error")),
                Map.entry("handoff.claim", List.of("handoff.granted", "ok", "error")),
                Map.entry("handoff.release", List.of("ok", "error")),
                Map.entry("handoff.end", List.of("ok", "error")),
                Map.entry("token", List.of("ok", "error")),
                Map.entry("ping", List.of("pong")));
    }

    private void addExample(String side, JsonNode message) {
        examples.putIfAbsent(name(side, message.path("type").textValue()), message);
    }

    private Map<String, Object> document() {
        Map<String, Object> socket = new LinkedHashMap<>();
        types(ClientMessage.class)
                .forEach((type, record) -> socket.put(name("client", type), message("client", type, record)));
        types(ServerMessage.class)
                .forEach((type, record) -> socket.put(name("server", type), message("server", type, record)));
        types(ClientMessage.class).keySet().forEach(this::addQuestion);
        types(ServerMessage.class).keySet().stream()
                .filter(AsyncApi::comesUnasked)
                .forEach(this::addNews);
        Map<String, Object> changes = Map.of("changed", event("changed", RecordChanged.class));
        Map<String, Object> revocations = Map.of("session-revoked", event("session-revoked", SessionRevoked.class));
        addEvents("changes", "Takes what owners publish into the log.");
        addEvents("revocations", "Hears of sessions that ended before their time, on a queue of each replica's own.");

        Map<String, Object> channels = new LinkedHashMap<>();
        channels.put("socket", socketChannel(socket));
        Map<String, Object> changesChannel = eventChannel("{service}.{slot}", changes);
        changesChannel.put("parameters", parameters());
        channels.put("changes", changesChannel);
        channels.put("revocations", eventChannel(EventRoute.SESSION_REVOKED, revocations));
        return members(
                "asyncapi",
                "3.0.0",
                "info",
                info(),
                "defaultContentType",
                "application/json",
                "channels",
                channels,
                "operations",
                operations,
                "components",
                members("messages", messages, "schemas", schemas.all()));
    }

    private static Map<String, Object> parameters() {
        List<String> slots =
                IntStream.range(0, EventRoute.SLOTS).mapToObj(Integer::toString).toList();
        return members(
                "service", Map.of("description", "The owner, as in todos"),
                "slot", members("description", "The partition of the store modulo " + slots.size(), "enum", slots));
    }

    private static Map<String, Object> info() {
        return members(
                "title",
                "XeoContext sync",
                "version",
                Integer.toString(Protocol.VERSION),
                "description",
                "The messages of " + Protocol.NAME + " and the events between services. "
                        + "docs/specs/sync-protocol.md says what they mean.");
    }

    private static Map<String, Object> socketChannel(Map<String, Object> refs) {
        return members(
                "address",
                "/v1/sync",
                "description",
                "A WebSocket, subprotocol " + Protocol.NAME + ", JSON text frames.",
                "messages",
                refs,
                "bindings",
                Map.of("ws", Map.of("method", "GET")));
    }

    private static Map<String, Object> eventChannel(String routingKey, Map<String, Object> refs) {
        Map<String, Object> exchange =
                members("name", EventRoute.EXCHANGE, "type", "topic", "durable", true, "autoDelete", false);
        return members(
                "address",
                routingKey,
                "description",
                "Routing keys of the exchange. A message is a batch of CloudEvents, " + CloudEvent.BATCH_MEDIA_TYPE
                        + ".",
                "messages",
                refs,
                "bindings",
                Map.of("amqp", members("is", "routingKey", "exchange", exchange)));
    }

    private Map<String, Object> message(String side, String type, Class<?> record) {
        String name = name(side, type);
        Map<String, Object> message = described(record, "name", type);
        message.put("payload", schemas.reference(name, record, type));
        JsonNode example = examples.get(name);
        if (example != null) {
            message.put("examples", List.of(Map.of("payload", example)));
        }
        messages.put(name, message);
        return Map.of("$ref", "#/components/messages/" + name);
    }

    private Map<String, Object> event(String name, Class<?> data) {
        Map<String, Object> message = described(data, "name", name);
        Map<String, Object> envelope = schemas.reference("CloudEvent", CloudEvent.class, null);
        Map<String, Object> content = members(
                "type", "object",
                "properties", Map.of("data", schemas.reference(data.getSimpleName(), data, null)),
                "required", List.of("data"));
        message.put("contentType", CloudEvent.BATCH_MEDIA_TYPE);
        message.put("payload", members("type", "array", "items", Map.of("allOf", List.of(envelope, content))));
        messages.put(name, message);
        return Map.of("$ref", "#/components/messages/" + name);
    }

    private Map<String, Object> described(Class<?> record, String key, String name) {
        Map<String, Object> message = members(key, name);
        String description = schemas.description(record);
        if (description != null) {
            message.put("summary", description);
        }
        return message;
    }

    private void addQuestion(String type) {
        List<Object> answers = new ArrayList<>();
        ANSWERS.getOrDefault(type, List.of()).forEach(answer -> answers.add(onSocket("server", answer)));
        operations.put(
                type,
                members(
                        "action", "receive",
                        "channel", Map.of("$ref", "#/channels/socket"),
                        "messages", List.of(onSocket("client", type)),
                        "reply", members("channel", Map.of("$ref", "#/channels/socket"), "messages", answers)));
    }

    private static boolean comesUnasked(String type) {
        return ANSWERS.values().stream().noneMatch(answers -> answers.contains(type));
    }

    private void addNews(String type) {
        operations.put(
                operations.containsKey(type) ? type + "-told" : type,
                members(
                        "action", "send",
                        "channel", Map.of("$ref", "#/channels/socket"),
                        "messages", List.of(onSocket("server", type))));
    }

    private void addEvents(String channel, String summary) {
        operations.put(
                channel,
                members("action", "receive", "channel", Map.of("$ref", "#/channels/" + channel), "summary", summary));
    }

    private static Map<String, Object> onSocket(String side, String type) {
        return Map.of("$ref", "#/channels/socket/messages/" + name(side, type));
    }

    private static String name(String side, String type) {
        return side + '.' + type;
    }

    /** The records of a side by their {@code type}. */
    static Map<String, Class<?>> types(Class<?> side) {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        for (JsonSubTypes.Type type : side.getAnnotation(JsonSubTypes.class).value()) {
            types.put(type.name(), type.value());
        }
        return types;
    }

    private static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }
}
