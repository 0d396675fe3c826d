package dev.xeocontext.contracts.merge;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.merge.ElementSet.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RecordState} as it stands on the wire and in tables: values and clocks side by side.
 *
 * @param fields the value of each field; a set is the array of its elements
 * @param clocks the clock of each field, for a set a map of every element that it ever had, or that is told of, to its clock; one text when
 *     there are registers only and all share it
 */
public record WireState(
        Map<String, @Nullable Object> fields,
        Object clocks,
        @Nullable Deletion deleted) {

    public static WireState of(RecordState state) {
        Map<String, @Nullable Object> fields =
                LinkedHashMap.newLinkedHashMap(state.fields().size());
        Map<String, Object> clocks =
                LinkedHashMap.newLinkedHashMap(state.fields().size());
        state.fields().forEach((name, field) -> {
            switch (field) {
                case Register register -> {
                    fields.put(name, register.value());
                    clocks.put(name, register.clock().toString());
                }
                case ElementSet set -> {
                    fields.put(name, set.present());
                    clocks.put(name, clocksOf(set));
                }
            }
        });
        return new WireState(fields, shorten(clocks), state.deletion());
    }

    private static Map<String, String> clocksOf(ElementSet set) {
        Map<String, String> clocks =
                LinkedHashMap.newLinkedHashMap(set.elements().size());
        set.elements()
                .forEach((name, element) -> clocks.put(name, element.clock().toString()));
        return clocks;
    }

    private static Object shorten(Map<String, Object> clocks) {
        Object first = clocks.isEmpty() ? null : clocks.values().iterator().next();
        return first instanceof String shared && clocks.values().stream().allMatch(shared::equals) ? shared : clocks;
    }

    /**
     * Reads it back. A field without a clock is absent.
     *
     * @throws IllegalArgumentException when it is not well-formed
     */
    public RecordState toState() {
        Map<String, FieldState> states = LinkedHashMap.newLinkedHashMap(fields.size());
        switch (clocks) {
            case String shared -> {
                Hlc clock = Hlc.parse(shared);
                fields.forEach((name, value) -> states.put(name, new Register(JsonValues.normalize(value), clock)));
            }
            case Map<?, ?> each ->
                each.forEach((name, clock) -> {
                    FieldState state = field(fields.get(String.valueOf(name)), clock);
                    if (state != null) {
                        states.put(String.valueOf(name), state);
                    }
                });
            default -> throw new IllegalArgumentException("clocks is neither a text nor an object");
        }
        return new RecordState(states, deleted);
    }

    private static @Nullable FieldState field(@Nullable Object value, @Nullable Object clock) {
        return switch (clock) {
            case String text -> new Register(JsonValues.normalize(value), Hlc.parse(text));
            case Map<?, ?> elements -> elements.isEmpty() ? null : set(value, elements);
            case null, default -> throw new IllegalArgumentException("a clock is neither a text nor an object");
        };
    }

    private static ElementSet set(@Nullable Object value, Map<?, ?> clocks) {
        if (!(value instanceof List<?> present)) {
            throw new IllegalArgumentException("a set is not an array");
        }
        SortedMap<String, Element> elements = new TreeMap<>(Utf8Order.INSTANCE);
        clocks.forEach((name, clock) ->
                elements.put(String.valueOf(name), new Element(false, Hlc.parse(String.valueOf(clock)))));
        for (Object name : present) {
            elements.computeIfPresent(String.valueOf(name), (key, element) -> new Element(true, element.clock()));
        }
        return new ElementSet(elements);
    }
}
