package dev.xeocontext.kit.record;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.op.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the fields of a write against the declaration of the collection and makes a {@link Draft} of it. Its faults are
 * told at once.
 */
public final class Drafting {

    /** Most elements in one write of a set. */
    static final int MAX_SET_CHANGES = 200;

    /** Most faults that are told of one write: what refuses it must not be larger than the write. */
    static final int MAX_FAULTS = 100;

    private final CollectionType type;
    private final String prefix;
    private final List<Problem.Fault> faults = new ArrayList<>();
    private boolean unknownField;

    private Drafting(CollectionType type, String prefix) {
        this.type = type;
        this.prefix = prefix;
    }

    /**
     * The draft of an op.
     *
     * @throws ProblemException {@link ProblemCode#UNKNOWN_FIELD} or {@link ProblemCode#VALIDATION_FAILED}, with a pointer
     *     into the op for each fault
     */
    public static Draft of(CollectionType type, Op op) {
        return switch (op.kind()) {
            case PUT -> new Drafting(type, "/fields/").draft(op.fields(), false);
            case DELETE -> Draft.DELETE;
            case RESTORE -> Draft.RESTORE;
        };
    }

    /**
     * The draft of a body: a set is given as the array that it is to be.
     *
     * @param body in normal form
     * @throws ProblemException as above, with pointers into the body
     */
    public static Draft ofBody(CollectionType type, Map<String, @Nullable Object> body) {
        return new Drafting(type, "/").draft(body, true);
    }

    /** Like {@link #ofBody}, for a record that does not exist yet: what must not be missing is there. */
    public static Draft ofNewBody(CollectionType type, Map<String, @Nullable Object> body) {
        Drafting drafting = new Drafting(type, "/");
        type.fields().values().stream()
                .filter(field -> field.required() && body.get(field.name()) == null)
                .forEach(field -> drafting.fault(field.name(), "is required"));
        return drafting.draft(body, true);
    }

    private Draft draft(Map<String, @Nullable Object> values, boolean wholeSets) {
        Map<String, FieldDraft> drafts = LinkedHashMap.newLinkedHashMap(values.size());
        values.forEach((name, value) -> {
            FieldType field = type.fields().get(name);
            if (field == null) {
                unknownField = true;
                fault(JsonValues.escape(name), "is not a field of " + type.name());
            } else {
                drafts.put(name, draft(field, value, wholeSets));
            }
        });
        if (!faults.isEmpty()) {
            ProblemCode code = unknownField ? ProblemCode.UNKNOWN_FIELD : ProblemCode.VALIDATION_FAILED;
            throw new ProblemException(code, null, faults);
        }
        return Draft.put(drafts, prefix);
    }

    private FieldDraft draft(FieldType field, @Nullable Object value, boolean wholeSet) {
        return switch (field.kind()) {
            case REGISTER -> register(field, value);
            case SET -> wholeSet ? replacement(field, value) : alteration(field, value);
        };
    }

    private FieldDraft register(FieldType field, @Nullable Object value) {
        if (value != null) {
            fault(field.name(), field.rule().fault(value));
        } else if (!field.clearable()) {
            fault(field.name(), "must not be null");
        }
        return new FieldDraft.Assign(value);
    }

    private FieldDraft replacement(FieldType field, @Nullable Object value) {
        return new FieldDraft.Replace(value == null ? List.of() : elements(field, field.name(), value));
    }

    private FieldDraft alteration(FieldType field, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> change)) {
            fault(field.name(), "must be an object with add and remove");
            return new FieldDraft.Alter(List.of(), List.of());
        }
        return new FieldDraft.Alter(side(field, change, "add"), side(field, change, "remove"));
    }

    private List<String> side(FieldType field, Map<?, ?> change, String name) {
        Object value = change.get(name);
        return value == null ? List.of() : elements(field, field.name() + '/' + name, value);
    }

    private List<String> elements(FieldType field, String place, Object value) {
        if (!(value instanceof List<?> list) || list.size() > MAX_SET_CHANGES) {
            fault(place, "must be an array of at most " + MAX_SET_CHANGES + " texts");
            return List.of();
        }
        List<String> elements = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof String element) {
                fault(place + '/' + i, field.rule().fault(element));
                elements.add(element);
            } else {
                fault(place + '/' + i, "must be a text");
            }
        }
        return elements.stream().distinct().toList();
    }

    /**
     * Further faults than can be told are not.
     *
     * @param place the steps of a JSON pointer, without the first slash
     */
    private void fault(String place, @Nullable String detail) {
        if (detail != null && faults.size() < MAX_FAULTS) {
            faults.add(new Problem.Fault(prefix + place, detail));
        }
    }
}
