package dev.xeocontext.sync.fallback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of a pull so far, and where the next one goes on. For one thread. */
final class Collected {

    private final ObjectMapper json;
    private final int mostItems;
    private final long mostBytes;
    private final List<JsonNode> messages = new ArrayList<>();
    private @Nullable String cursor;
    private @Nullable String next;
    private boolean news;
    private int items;
    private long bytes;

    Collected(ObjectMapper json, int mostItems, long mostBytes) {
        this.json = json;
        this.mostItems = mostItems;
        this.mostBytes = mostBytes;
    }

    void add(String frame) {
        JsonNode message = parse(frame);
        messages.add(message);
        switch (message.path("type").asText()) {
            case "snapshot" -> {
                items += message.path("records").size();
                news = true;
            }
            case "delta" -> {
                items += message.path("events").size();
                news = true;
            }
            case "reset" -> news = true;
            default -> {}
        }
        cursor = message.path("cursor").textValue();
        next = message.path("next").textValue();
        bytes += frame.length();
    }

    private JsonNode parse(String frame) {
        try {
            return json.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON is JSON", e);
        }
    }

    boolean isFull() {
        return items >= mostItems || bytes >= mostBytes;
    }

    /** Whether it says anything but that nothing happened. */
    boolean hasNews() {
        return news;
    }

    /** Whether a client can go on from it. */
    boolean leadsOn() {
        return cursor != null || next != null;
    }

    PullAnswer answer() {
        return new PullAnswer(List.copyOf(messages), cursor, next);
    }
}
