package dev.xeocontext.contracts.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many bytes a JSON value takes on the wire at most: in UTF-8, escapes and punctuation included. */
public final class JsonSize {

    private static final int ESCAPED = 2;
    private static final int ESCAPED_AS_CODE = 6;
    private static final int LONGEST_NUMBER = 24;

    private JsonSize() {}

    /** The size of a value as a JSON parser made it; numbers and booleans count as the longest. */
    public static long of(@Nullable Object value) {
        return switch (value) {
            case null -> 4;
            case String text -> text(text);
            case List<?> list ->
                2 + list.stream().mapToLong(item -> of(item) + 1).sum();
            case Map<?, ?> map ->
                2
                        + map.entrySet().stream()
                                .mapToLong(entry -> text(String.valueOf(entry.getKey())) + of(entry.getValue()) + 2)
                                .sum();
            default -> LONGEST_NUMBER;
        };
    }

    private static long text(String text) {
        long bytes = 2;
        for (int i = 0; i < text.length(); i++) {
            bytes += unit(text.charAt(i));
        }
        return bytes;
    }

    /** Writers may escape what is beyond the basic plane, each half of a pair by itself. */
    private static int unit(char c) {
        if (Character.isSurrogate(c)) {
            return ESCAPED_AS_CODE;
        }
        if (c < ' ') {
            return "\b\t\n\f\r".indexOf(c) < 0 ? ESCAPED_AS_CODE : ESCAPED;
        }
        if (c == '"' || c == '\\') {
            return ESCAPED;
        }
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 ? 2 : 3;
    }
}
