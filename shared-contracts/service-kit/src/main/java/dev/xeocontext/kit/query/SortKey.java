package dev.xeocontext.kit.query;

import java.time.Instant;
import java.util.function.Function;

/**
 * An order that a collection can be listed in; ties are broken by id.
 *
 * @param name as the parameter {@code sort} names it
 * @param expression of HQL, never null
 * @param value the same of an entity, for the cursor
 * @param parse reads the value back from the cursor
 */
public record SortKey<E extends RecordEntity>(
        String name, String expression, Function<E, Object> value, Function<String, Object> parse) {

    /** Texts, byte by byte; what has none comes last. */
    public static <E extends RecordEntity> SortKey<E> text(String name, Function<E, ? extends CharSequence> value) {
        String last = "\uffff";
        return new SortKey<>(
                name,
                bytewise("coalesce(" + name + ", '" + last + "')"),
                entity ->
                        value.apply(entity) == null ? last : value.apply(entity).toString(),
                text -> text);
    }

    /** A text of HQL that is compared byte by byte, whatever the collation of the database. */
    public static String bytewise(String expression) {
        return "cast(sql('(?) collate \"C\"', " + expression + ") as String)";
    }

    public static <E extends RecordEntity> SortKey<E> integer(String name, Function<E, Integer> value) {
        return new SortKey<>(
                name,
                "coalesce(" + name + ", 0)",
                entity -> value.apply(entity) == null ? Integer.valueOf(0) : value.apply(entity),
                Integer::valueOf);
    }

    public static <E extends RecordEntity> SortKey<E> instant(String name, Function<E, Instant> value) {
        return new SortKey<>(name, name, value::apply, Instant::parse);
    }
}
