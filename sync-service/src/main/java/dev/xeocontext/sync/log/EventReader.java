package dev.xeocontext.sync.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Makes log events of what owners publish. */
@Singleton
public class EventReader {

    private final ObjectMapper json;

    public EventReader(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when the event is not well-formed
     */
    public NewEvent read(CloudEvent<RecordChanged> event) {
        return read(event.id(), event.data());
    }

    /** The same, without the envelope. */
    public NewEvent read(UUID eventId, RecordChanged data) {
        if (eventId == null || data == null || data.storeId() == null || data.id() == null) {
            throw new IllegalArgumentException("an event without an id, a store or a record");
        }
        if (data.collection() == null || data.kind() == null || data.changed() == null || data.clocks() == null) {
            throw new IllegalArgumentException("an event without a collection, a kind, values or clocks");
        }
        if (data.deleted() != null && data.deleted().clock() == null) {
            throw new IllegalArgumentException("a deletion without a clock");
        }
        Change change = new Change(
                data.storeId(),
                eventId,
                data.collection(),
                data.id(),
                data.kind(),
                write(data.changed()),
                write(data.clocks()),
                data.deleted(),
                data.opId(),
                data.deviceId());
        return new NewEvent(change, data.patch());
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value", e);
        }
    }
}
