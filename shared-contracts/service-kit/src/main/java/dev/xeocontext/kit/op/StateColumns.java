package dev.xeocontext.kit.op;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of a record as the columns {@code fields}, {@code clocks}, {@code deleted} and {@code deletion_clock}. */
public final class StateColumns {

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper json;

    public StateColumns(ObjectMapper json) {
        this.json = json;
    }

    /** Reads all four columns. */
    public RecordState read(String fields, String clocks, boolean deleted, @Nullable String deletionClock) {
        Deletion deletion = deletionClock == null ? null : new Deletion(deleted, Hlc.parse(deletionClock));
        return new WireState(object(fields), parse(clocks), deletion).toState();
    }

    /** Reads the column {@code fields}. */
    public Map<String, @Nullable Object> object(String text) {
        try {
            return json.readValue(text, OBJECT);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private Object parse(String text) {
        try {
            return json.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }

    private static IllegalStateException unreadable(JsonProcessingException e) {
        return new IllegalStateException("a column that this service wrote cannot be read", e);
    }
}
