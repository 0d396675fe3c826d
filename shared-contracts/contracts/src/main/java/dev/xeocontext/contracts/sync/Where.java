package dev.xeocontext.contracts.sync;

import dev.xeocontext.contracts.json.CanonicalJson;
import dev.xeocontext.contracts.merge.Utf8Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which records a subscription is about, read by {@link WhereReader}. Two of them are equal when they are the same
 * conditions in whatever order. Never fails: a value of another type than the operand simply doesn't match.
 */
public sealed interface Where {

    /** Whether the record is one of them. */
    boolean matches(Filterable record);

    /** JSON text that is the same for the same conditions, in whatever order they were written. */
    String canonical();

    /** Everything that follows; every record, when nothing does. */
    record All(List<Where> parts) implements Where {

        public All {
            parts = inOrder(parts);
        }

        @Override
        public boolean matches(Filterable record) {
            return parts.stream().allMatch(part -> part.matches(record));
        }

        @Override
        public String canonical() {
            return list("$and", parts);
        }
    }

    /** At least one of them. */
    record Any(List<Where> parts) implements Where {

        public Any {
            parts = inOrder(parts);
        }

        @Override
        public boolean matches(Filterable record) {
            return parts.stream().anyMatch(part -> part.matches(record));
        }

        @Override
        public String canonical() {
            return list("$or", parts);
        }
    }

    record Not(Where part) implements Where {

        @Override
        public boolean matches(Filterable record) {
            return !part.matches(record);
        }

        @Override
        public String canonical() {
            return "{\"$not\":" + part.canonical() + '}';
        }
    }

    /**
     * The field is equal to one of the values; an absent field is {@code null}.
     *
     * @param values in normal form
     */
    record OneOf(String field, List<@Nullable Object> values) implements Where {

        public OneOf {
            Map<String, @Nullable Object> sorted = new TreeMap<>(Utf8Order.INSTANCE);
            for (Object value : values) {
                sorted.put(CanonicalJson.write(value), value);
            }
            values = Collections.unmodifiableList(new ArrayList<>(sorted.values()));
        }

        @Override
        public boolean matches(Filterable record) {
            Object value = record.fields().get(field);
            return values.stream().anyMatch(wanted -> Objects.equals(wanted, value));
        }

        @Override
        public String canonical() {
            return condition(field, "$in", values);
        }
    }

    /** The field comes before or after the operand, both being numbers, or both texts. */
    record Ordered(String field, Order order, Object operand) implements Where {

        @Override
        public boolean matches(Filterable record) {
            Object value = record.fields().get(field);
            if (value instanceof String text && operand instanceof String bound) {
                return order.holds(Utf8Order.INSTANCE.compare(text, bound));
            }
            return value instanceof Number number
                    && operand instanceof Number bound
                    && order.holds(Double.compare(number.doubleValue(), bound.doubleValue()));
        }

        @Override
        public String canonical() {
            return condition(field, order.operator(), operand);
        }
    }

    /** The field was ever written, be it with {@code null}. */
    record Exists(String field) implements Where {

        @Override
        public boolean matches(Filterable record) {
            return record.fields().containsKey(field);
        }

        @Override
        public String canonical() {
            return condition(field, "$exists", true);
        }
    }

    /** The field is an array or a set, and the value one of its elements. */
    record Contains(String field, @Nullable Object element) implements Where {

        @Override
        public boolean matches(Filterable record) {
            return record.fields().get(field) instanceof List<?> list && list.contains(element);
        }

        @Override
        public String canonical() {
            return condition(field, "$contains", element);
        }
    }

    /** On which side of an operand a value lies. */
    enum Order {
        LT("$lt"),
        LTE("$lte"),
        GT("$gt"),
        GTE("$gte");

        private final String operator;

        Order(String operator) {
            this.operator = operator;
        }

        String operator() {
            return operator;
        }

        private boolean holds(int comparison) {
            return switch (this) {
                case LT -> comparison < 0;
                case LTE -> comparison <= 0;
                case GT -> comparison > 0;
                case GTE -> comparison >= 0;
            };
        }
    }

    private static List<Where> inOrder(Collection<Where> parts) {
        Map<String, Where> sorted = new TreeMap<>(Utf8Order.INSTANCE);
        parts.forEach(part -> sorted.put(part.canonical(), part));
        return List.copyOf(sorted.values());
    }

    private static String list(String operator, List<Where> parts) {
        return "{\"" + operator + "\":["
                + String.join(",", parts.stream().map(Where::canonical).toList()) + "]}";
    }

    private static String condition(String field, String operator, @Nullable Object operand) {
        return '{' + CanonicalJson.write(field) + ":{\"" + operator + "\":" + CanonicalJson.write(operand) + "}}";
    }
}
