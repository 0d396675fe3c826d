package dev.xeocontext.contracts.sync;

import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.merge.ElementSet;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.Register;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What filters see of a record: {@code null}, booleans, numbers, the beginning of texts, and the first elements of arrays
 * and sets as far as they are such values themselves. An object is seen as an empty array: it is there, and equal to
 * nothing. Operands are shorter than what is kept of a text, so that no filter notices the cut.
 *
 * @param fields the fields that were ever written, in the normal form of {@link JsonValues}
 */
public record Filterable(Map<String, @Nullable Object> fields) {

    /** How much of a text is seen, in UTF-16 units; one less when the cut would split a character. */
    public static final int MAX_TEXT = 256;

    /** How many elements of an array or a set are seen. */
    public static final int MAX_ELEMENTS = 64;

    public Filterable {
        fields = Collections.unmodifiableMap(fields);
    }

    /** What is seen of a record as a replica holds it. */
    public static Filterable of(RecordState state) {
        Map<String, @Nullable Object> seen =
                LinkedHashMap.newLinkedHashMap(state.fields().size());
        state.fields().forEach((name, field) -> {
            switch (field) {
                case Register register -> seen.put(name, view(register.value()));
                case ElementSet set -> seen.put(name, elements(set.present()));
            }
        });
        return new Filterable(seen);
    }

    /**
     * What is seen of the fields of a record as they stand on the wire.
     *
     * @throws IllegalArgumentException when a value is none that JSON has
     */
    public static Filterable of(Map<String, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> seen = LinkedHashMap.newLinkedHashMap(fields.size());
        fields.forEach((name, value) -> seen.put(name, view(JsonValues.normalize(value))));
        return new Filterable(seen);
    }

    private static @Nullable Object view(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> elements(list);
            case Map<?, ?> object -> List.of();
            case null, default -> scalar(value);
        };
    }

    private static List<@Nullable Object> elements(List<?> list) {
        List<@Nullable Object> seen = new ArrayList<>(Math.min(list.size(), MAX_ELEMENTS));
        for (Object element : list.subList(0, Math.min(list.size(), MAX_ELEMENTS))) {
            if (!(element instanceof List || element instanceof Map)) {
                seen.add(scalar(element));
            }
        }
        return Collections.unmodifiableList(seen);
    }

    private static @Nullable Object scalar(@Nullable Object value) {
        return value instanceof String text && text.length() > MAX_TEXT ? beginning(text) : value;
    }

    private static String beginning(String text) {
        boolean splits = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1));
        return text.substring(0, splits ? MAX_TEXT - 1 : MAX_TEXT);
    }
}
