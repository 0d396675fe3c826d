package dev.xeocontext.local.stack.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a device knows from the server: per field the value with the greater clock, and every event that it was sent. */
final class Replica {

    private record Stamped(JsonNode value, String clock) {}

    /** An event of a delta. */
    record Seen(long seq, @Nullable String opId, String id) {}

    private final Map<String, Map<String, Stamped>> records = new TreeMap<>();
    private final List<Seen> events = new ArrayList<>();
    private final Map<String, Long> arrivals = new TreeMap<>();

    synchronized void take(JsonNode message) {
        message.path("records").forEach(record -> merge(record, record.path("fields")));
        message.path("events").forEach(event -> {
            merge(event, event.has("fields") ? event.path("fields") : event.path("changed"));
            arrivals.putIfAbsent(event.path("opId").asText(), System.nanoTime());
            events.add(new Seen(
                    event.path("seq").asLong(),
                    event.hasNonNull("opId") ? event.path("opId").asText() : null,
                    event.path("id").asText()));
        });
    }

    synchronized Optional<String> text(UUID id, String field) {
        return Optional.ofNullable(records.getOrDefault(id.toString(), Map.of()).get(field))
                .map(stamped -> stamped.value().asText());
    }

    synchronized boolean isDeleted(UUID id) {
        return text(id, "deleted").filter("true"::equals).isPresent();
    }

    synchronized int size() {
        return records.size();
    }

    synchronized List<Seen> events() {
        return List.copyOf(events);
    }

    /** When each op was first seen, in {@link System#nanoTime()}. */
    synchronized Map<String, Long> arrivals() {
        return new TreeMap<>(arrivals);
    }

    /** Everything known, comparable between devices. */
    synchronized String state() {
        return records.toString();
    }

    private void merge(JsonNode record, JsonNode fields) {
        var known = records.computeIfAbsent(record.path("id").asText(), id -> new TreeMap<>());
        var clocks = record.path("clocks");
        fields.properties().forEach(field -> {
            if (!field.getKey().equals("tags")) {
                var clock = clocks.isTextual()
                        ? clocks.asText()
                        : clocks.path(field.getKey()).asText();
                keepGreater(known, field.getKey(), new Stamped(field.getValue(), clock));
            }
        });
        if (record.has("deleted")) {
            var deleted = record.path("deleted");
            keepGreater(
                    known,
                    "deleted",
                    new Stamped(deleted.path("value"), deleted.path("clock").asText()));
        }
    }

    private static void keepGreater(Map<String, Stamped> known, String name, Stamped candidate) {
        known.merge(name, candidate, (old, fresh) -> fresh.clock().compareTo(old.clock()) > 0 ? fresh : old);
    }
}
