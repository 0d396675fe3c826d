package dev.xeocontext.contracts.op;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.json.InvalidJsonValue;
import dev.xeocontext.contracts.json.JsonValues;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link Op} of what arrived as one. What is not an op is refused by itself, with a pointer to the fault, so
 * that the ops beside it go on. Members that are not known are ignored.
 */
public final class OpReader {

    /** What became of it. */
    public sealed interface Reading permits Wellformed, Refused {}

    public record Wellformed(Op op) implements Reading {}

    /**
     * Not an op.
     *
     * @param opId as far as it could be read
     */
    public record Refused(@Nullable String opId, Problem problem) implements Reading {}

    private OpReader() {}

    /** Reads one element of {@code ops}, as a JSON parser made it. */
    public static Reading read(@Nullable Object raw) {
        if (!(raw instanceof Map<?, ?> members)) {
            return new Refused(null, fault("", "is not an object"));
        }
        try {
            return new Wellformed(new Op(
                    id(members, "opId"),
                    text(members, "collection"),
                    id(members, "id"),
                    kind(text(members, "kind")),
                    clock(text(members, "hlc")),
                    object(members, "fields"),
                    object(members, "base")));
        } catch (Malformed e) {
            Object opId = members.get("opId");
            return new Refused(opId instanceof String text ? text : null, fault(e.pointer, e.detail));
        }
    }

    /**
     * Reads an id.
     *
     * @return the id, or {@code null} when the text is not a UUID in its canonical, lower-case form
     */
    public static @Nullable UUID uuid(@Nullable Object value) {
        if (!(value instanceof String text) || text.length() != 36) {
            return null;
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static UUID id(Map<?, ?> members, String name) {
        UUID id = uuid(members.get(name));
        if (id == null) {
            throw new Malformed('/' + name, "is not a lower-case UUID");
        }
        return id;
    }

    private static String text(Map<?, ?> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new Malformed('/' + name, "is not a text");
    }

    private static OpKind kind(String text) {
        for (OpKind kind : OpKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        throw new Malformed("/kind", "is none of put, delete, restore");
    }

    private static Hlc clock(String text) {
        if (!Hlc.isValid(text)) {
            throw new Malformed("/hlc", "is not a clock");
        }
        return Hlc.parse(text);
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> members, String name) {
        Object value = members.get(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw new Malformed('/' + name, "is not an object");
        }
        try {
            return JsonValues.normalizeObject(object);
        } catch (InvalidJsonValue e) {
            throw new Malformed('/' + name + e.pointer(), String.valueOf(e.getMessage()));
        }
    }

    private static Problem fault(String pointer, String detail) {
        return Problem.of(ProblemCode.MALFORMED_OP, null, List.of(new Problem.Fault(pointer, detail)));
    }

    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String pointer;
        private final String detail;

        Malformed(String pointer, String detail) {
            super(detail, null, false, false);
            this.pointer = pointer;
            this.detail = detail;
        }
    }
}
