package dev.xeocontext.contracts.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * RFC 8785 canonical JSON: one text for one value, the same in every language. Takes values in the normal form of
 * {@link JsonValues}.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Boolean bool -> out.append(bool.booleanValue());
            case Long integer -> out.append(integer.longValue());
            case Double real -> out.append(number(real));
            case String text -> string(text, out);
            case List<?> list -> array(list, out);
            case Map<?, ?> map -> object(map, out);
            default -> throw new IllegalArgumentException("not in normal form: " + value.getClass());
        }
    }

    private static void array(List<?> list, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (Object item : list) {
            out.append(separator);
            write(item, out);
            separator = ",";
        }
        out.append(']');
    }

    private static void object(Map<?, ?> map, StringBuilder out) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        out.append('{');
        String separator = "";
        for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
            out.append(separator);
            string(entry.getKey(), out);
            out.append(':');
            write(entry.getValue(), out);
            separator = ",";
        }
        out.append('}');
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Java never writes less than two digits; for the smallest numbers one may do. */
    private static BigDecimal shortest(double real) {
        BigDecimal digits = new BigDecimal(Double.toString(real)).stripTrailingZeros();
        BigDecimal single = digits.round(new MathContext(1));
        return single.doubleValue() == real ? single : digits;
    }

    /** A number that is not an integer, as ECMAScript writes it: the shortest digits that read back the same. */
    private static String number(double real) {
        BigDecimal shortest = shortest(Math.abs(real));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        String sign = real < 0 ? "-" : "";
        if (point <= 0 && point > -6) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        if (point > 0 && point < digits.length()) {
            return sign + digits.substring(0, point) + '.' + digits.substring(point);
        }
        String fraction = digits.length() == 1 ? "" : '.' + digits.substring(1);
        return sign + digits.charAt(0) + fraction + "e" + (point - 1);
    }
}
