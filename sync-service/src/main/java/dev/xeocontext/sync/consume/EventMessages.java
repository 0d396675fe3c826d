package dev.xeocontext.sync.consume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.sync.log.EventReader;
import dev.xeocontext.sync.log.NewEvent;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads messages of the broker: CloudEvents in a JSON batch, or one by itself. */
@Singleton
class EventMessages {

    private static final String CHANGED = ".changed." + RecordChanged.VERSION;
    private static final TypeReference<CloudEvent<RecordChanged>> EVENT = new TypeReference<>() {};

    private final ObjectMapper json;
    private final EventReader reader;

    EventMessages(ObjectMapper json, EventReader reader) {
        this.json = json;
        this.reader = reader;
    }

    /**
     * The changes in a message. Happenings of other types are not for the log.
     *
     * @throws IllegalArgumentException when it is not what owners publish
     */
    List<NewEvent> read(byte[] body) {
        JsonNode message = parse(body);
        Iterable<JsonNode> events = message.isArray() ? message : List.of(message);
        List<NewEvent> changes = new ArrayList<>();
        for (JsonNode event : events) {
            if (!event.path("type").isTextual()) {
                throw new IllegalArgumentException("not a CloudEvent");
            }
            if (event.path("type").textValue().endsWith(CHANGED)) {
                changes.add(change(event));
            }
        }
        return changes;
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private NewEvent change(JsonNode event) {
        try {
            return reader.read(json.treeToValue(event, json.getTypeFactory().constructType(EVENT)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a change of a record: " + e.getOriginalMessage(), e);
        }
    }
}
