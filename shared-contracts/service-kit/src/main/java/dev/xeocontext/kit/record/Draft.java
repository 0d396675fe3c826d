package dev.xeocontext.kit.record;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.FieldState;
import dev.xeocontext.contracts.merge.RecordState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A valid write before it has a clock: made outside the transaction, stamped under the lock of the record. */
public final class Draft {

    /** A write that deletes. */
    public static final Draft DELETE = new Draft(Map.of(), true);

    /** A write that restores. */
    public static final Draft RESTORE = new Draft(Map.of(), false);

    private final Map<String, FieldDraft> fields;
    private final @Nullable Boolean deletion;

    private Draft(Map<String, FieldDraft> fields, @Nullable Boolean deletion) {
        this.fields = fields;
        this.deletion = deletion;
    }

    static Draft put(Map<String, FieldDraft> fields) {
        return new Draft(fields, null);
    }

    /** The names of the fields that it writes. */
    public Set<String> fieldNames() {
        return fields.keySet();
    }

    /**
     * The write under a clock, to be joined with what stands there.
     *
     * @param current the record as it stands
     */
    public RecordState stamped(Hlc clock, RecordState current) {
        Map<String, FieldState> states = LinkedHashMap.newLinkedHashMap(fields.size());
        fields.forEach((name, draft) -> {
            FieldState state = draft.stamped(clock, current.fields().get(name));
            if (state != null) {
                states.put(name, state);
            }
        });
        return new RecordState(states, deletion == null ? null : new Deletion(deletion, clock));
    }
}
