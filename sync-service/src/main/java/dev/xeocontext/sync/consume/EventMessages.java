package dev.xeocontext.sync.consume;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.op.OpReader;
import dev.xeocontext.sync.log.EventReader;
import dev.xeocontext.sync.log.NewEvent;
import dev.xeocontext.sync.log.UnreadEvent;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of the broker: CloudEvents in a JSON batch, or one by itself. Most events have come with the answer of
 * their owner already, so a message is only skimmed for their ids; what is new is read when somebody asks for it.
 */
@Singleton
class EventMessages {

    private static final String CHANGED = ".changed." + RecordChanged.VERSION;

    private final ObjectReader json;
    private final EventReader reader;

    EventMessages(ObjectMapper json, EventReader reader) {
        this.json = json.readerFor(new TypeReference<CloudEvent<RecordChanged>>() {});
        this.reader = reader;
    }

    /**
     * The changes in a message. Happenings of other types are not for the log.
     *
     * @throws IllegalArgumentException when it is not what owners publish
     */
    List<UnreadEvent> read(byte[] body) {
        List<UnreadEvent> changes = new ArrayList<>();
        try (JsonParser parser = json.getFactory().createParser(body)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    skim(parser, body, changes);
                }
            } else {
                skim(parser, body, changes);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
        return changes;
    }

    private void skim(JsonParser parser, byte[] body, List<UnreadEvent> changes) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            throw new IllegalArgumentException("not a CloudEvent");
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        @Nullable String type = null;
        @Nullable UUID id = null;
        @Nullable UUID storeId = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "type" -> type = parser.getValueAsString();
                case "id" -> id = OpReader.uuid(parser.getValueAsString());
                case "data" -> storeId = storeId(parser);
                default -> {}
            }
            parser.skipChildren();
        }
        int length = (int) parser.currentLocation().getByteOffset() - start;
        if (type == null) {
            throw new IllegalArgumentException("not a CloudEvent");
        }
        if (type.endsWith(CHANGED)) {
            if (id == null || storeId == null) {
                throw new IllegalArgumentException("an event without an id or a store");
            }
            changes.add(new UnreadEvent(storeId, id, () -> change(body, start, length)));
        }
    }

    private static @Nullable UUID storeId(JsonParser parser) throws IOException {
        @Nullable UUID storeId = null;
        if (!parser.isExpectedStartObjectToken()) {
            return null;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals("storeId");
            parser.nextToken();
            if (wanted) {
                storeId = OpReader.uuid(parser.getValueAsString());
            }
            parser.skipChildren();
        }
        return storeId;
    }

    private NewEvent change(byte[] body, int start, int length) {
        try {
            return reader.read(json.readValue(body, start, length));
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a change of a record: " + e.getMessage(), e);
        }
    }
}
