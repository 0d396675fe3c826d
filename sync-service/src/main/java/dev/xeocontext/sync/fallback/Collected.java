package dev.xeocontext.sync.fallback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.sync.feed.Whereabouts;
import java.util.ArrayList;
import java.util.List;

/** The messages of a pull so far. For one thread. */
final class Collected {

    private final ObjectMapper json;
    private final int mostItems;
    private final long mostBytes;
    private final List<JsonNode> messages = new ArrayList<>();
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
            default -> {}
        }
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

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Whether it says what is or happened: a reset alone does not, a snapshot follows it. */
    boolean hasNews() {
        return news;
    }

    PullAnswer answer(Whereabouts here) {
        return new PullAnswer(List.copyOf(messages), here.cursor(), here.next());
    }
}
