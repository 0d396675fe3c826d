package dev.xeocontext.contracts.sync;

import dev.xeocontext.contracts.json.InvalidJsonValue;
import dev.xeocontext.contracts.json.JsonValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Where} of the JSON object that asks for it. Refuses what it doesn't know, unlike the rest of the protocol. */
public final class WhereReader {

    /** How deep conditions may be nested: the filter itself is 1, what a {@code $and}, {@code $or} or {@code $not} holds one more. */
    public static final int MAX_DEPTH = 4;

    /** Most conditions; an object without any counts as one. */
    public static final int MAX_TERMS = 32;

    /** Most values of {@code $in} and {@code $nin}. */
    public static final int MAX_VALUES = 64;

    /** Longest text to compare with, in UTF-16 units. */
    public static final int MAX_TEXT = 200;

    private static final int MAX_NAME = 128;

    private int terms;

    private WhereReader() {}

    /**
     * Reads a filter, as a JSON parser made it.
     *
     * @throws InvalidWhere when it is none
     */
    public static Where read(@Nullable Object json) {
        try {
            return new WhereReader().conditions(JsonValues.normalize(json), "", 1);
        } catch (InvalidJsonValue e) {
            throw new InvalidWhere(e.pointer(), String.valueOf(e.getMessage()));
        }
    }

    private Where conditions(@Nullable Object json, String pointer, int depth) {
        Map<?, ?> members = object(json, pointer);
        if (depth > MAX_DEPTH) {
            throw new InvalidWhere(pointer, "is nested deeper than " + MAX_DEPTH);
        }
        if (members.isEmpty()) {
            count(pointer);
        }
        List<Where> parts = new ArrayList<>(members.size());
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String name = String.valueOf(member.getKey());
            String place = pointer + '/' + JsonValues.escape(name);
            parts.add(
                    switch (name) {
                        case "$and" -> all(each(member.getValue(), place, depth));
                        case "$or" -> any(each(member.getValue(), place, depth));
                        case "$not" -> new Where.Not(conditions(member.getValue(), place, depth + 1));
                        default -> field(name, member.getValue(), place, depth);
                    });
        }
        return all(parts);
    }

    private List<Where> each(@Nullable Object json, String pointer, int depth) {
        if (!(json instanceof List<?> list) || list.isEmpty()) {
            throw new InvalidWhere(pointer, "is not an array of conditions");
        }
        List<Where> parts = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            parts.add(conditions(list.get(i), pointer + '/' + i, depth + 1));
        }
        return parts;
    }

    private static Where all(List<Where> parts) {
        Where.All all = new Where.All(parts);
        return all.parts().size() == 1 ? all.parts().getFirst() : all;
    }

    private static Where any(List<Where> parts) {
        Where.Any any = new Where.Any(parts);
        return any.parts().size() == 1 ? any.parts().getFirst() : any;
    }

    private Where field(String name, @Nullable Object json, String pointer, int depth) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new InvalidWhere(pointer, "is not the name of a field");
        }
        if (name.startsWith("$")) {
            throw new InvalidWhere(pointer, "is not an operator that stands here");
        }
        if (!(json instanceof Map<?, ?> operators)) {
            count(pointer);
            return equal(name, scalar(json, pointer));
        }
        if (operators.isEmpty()) {
            throw new InvalidWhere(pointer, "names no operator");
        }
        if (depth > MAX_DEPTH) {
            throw new InvalidWhere(pointer, "is nested deeper than " + MAX_DEPTH);
        }
        List<Where> parts = new ArrayList<>(operators.size());
        operators.forEach((operator, operand) -> {
            String operatorName = String.valueOf(operator);
            parts.add(test(name, operatorName, operand, pointer + '/' + JsonValues.escape(operatorName), depth));
        });
        return all(parts);
    }

    private Where test(String field, String operator, @Nullable Object operand, String pointer, int depth) {
        if ("$not".equals(operator)) {
            return new Where.Not(field(field, object(operand, pointer), pointer, depth + 1));
        }
        count(pointer);
        return switch (operator) {
            case "$eq" -> equal(field, scalar(operand, pointer));
            case "$ne" -> new Where.Not(equal(field, scalar(operand, pointer)));
            case "$in" -> new Where.OneOf(field, values(operand, pointer));
            case "$nin" -> new Where.Not(new Where.OneOf(field, values(operand, pointer)));
            case "$lt" -> new Where.Ordered(field, Where.Order.LT, bound(operand, pointer));
            case "$lte" -> new Where.Ordered(field, Where.Order.LTE, bound(operand, pointer));
            case "$gt" -> new Where.Ordered(field, Where.Order.GT, bound(operand, pointer));
            case "$gte" -> new Where.Ordered(field, Where.Order.GTE, bound(operand, pointer));
            case "$exists" -> exists(field, operand, pointer);
            case "$contains" -> new Where.Contains(field, scalar(operand, pointer));
            default -> throw new InvalidWhere(pointer, "is not an operator that stands here");
        };
    }

    private static Where equal(String field, @Nullable Object value) {
        return new Where.OneOf(field, Collections.singletonList(value));
    }

    private static Where exists(String field, @Nullable Object operand, String pointer) {
        if (!(operand instanceof Boolean wanted)) {
            throw new InvalidWhere(pointer, "is neither true nor false");
        }
        Where exists = new Where.Exists(field);
        return wanted ? exists : new Where.Not(exists);
    }

    private static List<@Nullable Object> values(@Nullable Object operand, String pointer) {
        if (!(operand instanceof List<?> list) || list.size() > MAX_VALUES) {
            throw new InvalidWhere(pointer, "is not an array of at most " + MAX_VALUES + " values");
        }
        List<@Nullable Object> values = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            values.add(scalar(list.get(i), pointer + '/' + i));
        }
        return values;
    }

    private static Object bound(@Nullable Object operand, String pointer) {
        Object bound = scalar(operand, pointer);
        if (bound instanceof String || bound instanceof Number) {
            return bound;
        }
        throw new InvalidWhere(pointer, "is neither a number nor a text");
    }

    private static @Nullable Object scalar(@Nullable Object operand, String pointer) {
        if (operand instanceof String text && text.length() > MAX_TEXT) {
            throw new InvalidWhere(pointer, "is longer than " + MAX_TEXT + " characters");
        }
        if (operand instanceof List || operand instanceof Map) {
            throw new InvalidWhere(pointer, "is not null, a boolean, a number or a text");
        }
        return operand;
    }

    private static Map<?, ?> object(@Nullable Object json, String pointer) {
        if (json instanceof Map<?, ?> object) {
            return object;
        }
        throw new InvalidWhere(pointer, "is not an object");
    }

    private void count(String pointer) {
        terms++;
        if (terms > MAX_TERMS) {
            throw new InvalidWhere(pointer, "is one condition more than the " + MAX_TERMS + " of a filter");
        }
    }
}
