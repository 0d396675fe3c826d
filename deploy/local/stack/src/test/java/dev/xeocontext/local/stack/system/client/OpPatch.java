package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.ElementSet;
import dev.xeocontext.contracts.merge.FieldState;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.Register;
import dev.xeocontext.contracts.op.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an op would do to its record, for the device to show until the server has said so. */
final class OpPatch {

    private OpPatch() {}

    static RecordState of(Op op) {
        var clock = Objects.requireNonNull(op.hlc(), "a device stamps its ops");
        return switch (op.kind()) {
            case PUT -> new RecordState(fields(op, clock), null);
            case DELETE -> new RecordState(Map.of(), new Deletion(true, clock));
            case RESTORE -> new RecordState(Map.of(), new Deletion(false, clock));
        };
    }

    private static Map<String, FieldState> fields(Op op, Hlc clock) {
        var states = new LinkedHashMap<String, FieldState>();
        op.fields().forEach((name, value) -> {
            var state = field(value, clock);
            if (state != null) {
                states.put(name, state);
            }
        });
        return states;
    }

    /** {@code null} for a set to which nothing is done. */
    private static @Nullable FieldState field(@Nullable Object value, Hlc clock) {
        if (!(value instanceof Map<?, ?> change)) {
            return new Register(value, clock);
        }
        var elements = new LinkedHashMap<String, ElementSet.Element>();
        names(change, "remove").forEach(name -> elements.put(name, new ElementSet.Element(false, clock)));
        names(change, "add").forEach(name -> elements.put(name, new ElementSet.Element(true, clock)));
        return elements.isEmpty() ? null : ElementSet.of(elements);
    }

    private static List<String> names(Map<?, ?> change, String member) {
        return change.get(member) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
