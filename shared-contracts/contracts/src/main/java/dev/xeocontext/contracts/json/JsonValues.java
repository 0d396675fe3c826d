package dev.xeocontext.contracts.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON values as plain Java: {@code null}, {@link Boolean}, {@link String}, {@link Long}, {@link Double}, {@link List}
 * and {@link Map}. In this normal form, {@link Object#equals} is equality of RFC 8785 canonical JSON.
 */
public final class JsonValues {

    /** The greatest integer that every language on the wire represents exactly: 2^53. */
    public static final long MAX_INTEGER = 1L << 53;

    /** How deep a value may be nested. */
    public static final int MAX_DEPTH = 32;

    private JsonValues() {}

    /**
     * Brings what a JSON parser made into the normal form.
     *
     * @throws InvalidJsonValue when the value cannot be kept by every replica: an integer beyond ±2^53, a number that is
     *     not finite, U+0000 or a lone surrogate in a text or a name, nesting deeper than {@link #MAX_DEPTH}
     */
    public static @Nullable Object normalize(@Nullable Object value) {
        return normalize(value, "", 0);
    }

    /** Like {@link #normalize}, for an object; the result keeps the order of names. */
    public static Map<String, @Nullable Object> normalizeObject(Map<?, ?> object) {
        return object(object, "", 0);
    }

    private static @Nullable Object normalize(@Nullable Object value, String pointer, int depth) {
        return switch (value) {
            case null -> null;
            case Boolean bool -> bool;
            case String text -> text(text, pointer);
            case Number number -> number(number, pointer);
            case Map<?, ?> map -> object(map, pointer, depth + 1);
            case List<?> list -> array(list, pointer, depth + 1);
            default -> throw new InvalidJsonValue(pointer, "is not a JSON value");
        };
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> map, String pointer, int depth) {
        checkDepth(pointer, depth);
        Map<String, @Nullable Object> result = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = text(String.valueOf(entry.getKey()), pointer);
            result.put(name, normalize(entry.getValue(), pointer + '/' + escape(name), depth));
        }
        return Collections.unmodifiableMap(result);
    }

    private static List<@Nullable Object> array(List<?> list, String pointer, int depth) {
        checkDepth(pointer, depth);
        List<@Nullable Object> result = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            result.add(normalize(list.get(i), pointer + '/' + i, depth));
        }
        return Collections.unmodifiableList(result);
    }

    private static void checkDepth(String pointer, int depth) {
        if (depth > MAX_DEPTH) {
            throw new InvalidJsonValue(pointer, "is nested too deep");
        }
    }

    private static Number number(Number number, String pointer) {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            return integer(number.longValue(), pointer);
        }
        if (number instanceof BigInteger) {
            throw new InvalidJsonValue(pointer, "is an integer beyond 2^53");
        }
        double real = number instanceof BigDecimal big ? big.doubleValue() : number.doubleValue();
        if (!Double.isFinite(real)) {
            throw new InvalidJsonValue(pointer, "is not a finite number");
        }
        return real == Math.rint(real) ? integer((long) real, pointer) : (Number) real;
    }

    private static Long integer(long value, String pointer) {
        if (value > MAX_INTEGER || value < -MAX_INTEGER) {
            throw new InvalidJsonValue(pointer, "is an integer beyond 2^53");
        }
        return value;
    }

    private static String text(String text, String pointer) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new InvalidJsonValue(pointer, "contains U+0000");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new InvalidJsonValue(pointer, "contains a lone surrogate");
                }
                i++;
            }
        }
        return text;
    }

    /** A name as a step of a JSON pointer (RFC 6901). */
    public static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The room that a value takes, in characters, names and punctuation included, within a few per cent. */
    public static long weight(@Nullable Object value) {
        return switch (value) {
            case null -> 4;
            case String text -> text.length() + 2L;
            case List<?> list ->
                2 + list.stream().mapToLong(item -> weight(item) + 1).sum();
            case Map<?, ?> map ->
                2
                        + map.entrySet().stream()
                                .mapToLong(entry -> weight(entry.getKey()) + weight(entry.getValue()) + 2)
                                .sum();
            default -> 8;
        };
    }
}
