package dev.xeocontext.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.op.OpKind;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one op made of one record: the fields that changed, as they stood then, with their clocks. To be merged, never to
 * be written over what is there.
 *
 * @param changed the values; of a set the elements that changed and are in it now
 * @param clocks their clocks, in the form of {@link WireState}: of a set those of the elements that changed
 * @param deleted the deletion register, where the op changed it
 * @param opId the op behind it
 * @param deviceId the device that made the op
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordChanged(
        UUID storeId,
        String collection,
        UUID id,
        OpKind kind,
        Map<String, @Nullable Object> changed,
        Object clocks,
        @Nullable Deletion deleted,
        @Nullable UUID opId,
        @Nullable UUID deviceId) {

    /** The version of this shape that stands in event types. */
    public static final String VERSION = "v1";

    /** The change as a state to merge. */
    public RecordState patch() {
        return new WireState(changed, clocks, deleted).toState();
    }
}
