package dev.xeocontext.kit.record;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.FieldState;
import dev.xeocontext.contracts.merge.RecordState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A valid write before it has a clock: made outside the transaction, stamped under the lock of the record. */
public final class Draft {

    /** A write that deletes. */
    public static final Draft DELETE = new Draft(Map.of(), "", current -> true);

    /** A write that restores, and says so under its clock even if the record is not deleted. */
    public static final Draft RESTORE = new Draft(Map.of(), "", current -> false);

    /** A write that restores a record that is deleted, and leaves any other as it is. */
    public static final Draft SHOW = new Draft(Map.of(), "", current -> current.isDeleted() ? false : null);

    /** What a write makes of the deletion register; {@code null} when it leaves it alone. */
    @FunctionalInterface
    private interface Deleting {
        @Nullable
        Boolean of(RecordState current);
    }

    private final Map<String, FieldDraft> fields;
    private final String place;
    private final Deleting deleting;

    private Draft(Map<String, FieldDraft> fields, String place, Deleting deleting) {
        this.fields = fields;
        this.place = place;
        this.deleting = deleting;
    }

    /** @param place where the fields stand in what was sent: the beginning of a JSON pointer, up to their names */
    static Draft put(Map<String, FieldDraft> fields, String place) {
        return new Draft(fields, place, current -> null);
    }

    /** The JSON pointer to a field in what was sent. */
    public String pointer(String field) {
        return place + field;
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
        Boolean deleted = deleting.of(current);
        return new RecordState(states, deleted == null ? null : new Deletion(deleted, clock));
    }

    /**
     * The fields that it writes as they stand, of a set the elements that it names; without the deletion register.
     *
     * @param current the record as it stands
     */
    public RecordState touched(RecordState current) {
        Map<String, FieldState> states = LinkedHashMap.newLinkedHashMap(fields.size());
        fields.forEach((name, draft) -> {
            FieldState held = current.fields().get(name);
            FieldState state = held == null ? null : draft.touched(held);
            if (state != null) {
                states.put(name, state);
            }
        });
        return new RecordState(states, null);
    }

    /** How much room it takes, in characters. */
    public long weight() {
        return fields.entrySet().stream()
                .mapToLong(field -> field.getKey().length() + field.getValue().weight())
                .sum();
    }
}
