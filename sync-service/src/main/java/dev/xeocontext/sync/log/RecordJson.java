package dev.xeocontext.sync.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.sync.Filterable;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as JSON text, the form in which tables hold them and sockets send them. */
@Singleton
public class RecordJson {

    private static final TypeReference<Map<String, @Nullable Object>> FIELDS = new TypeReference<>() {};

    private final ObjectMapper json;

    RecordJson(ObjectMapper json) {
        this.json = json;
    }

    /** Reads a record as tables hold it. */
    public RecordState state(String fields, String clocks, @Nullable Deletion deletion) {
        try {
            return new WireState(json.readValue(fields, FIELDS), json.readValue(clocks, Object.class), deletion)
                    .toState();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that was stored as something else", e);
        }
    }

    /** What filters see of a record on either side of an event. */
    Sides sides(RecordMerge.Step step) {
        RecordState before = step.before();
        return before == null ? Sides.CREATED : new Sides(false, seen(before), seen(step.after()));
    }

    private @Nullable String seen(RecordState state) {
        return state.isDeleted() ? null : write(Filterable.of(state).fields());
    }

    public String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("values in normal form are JSON", e);
        }
    }
}
