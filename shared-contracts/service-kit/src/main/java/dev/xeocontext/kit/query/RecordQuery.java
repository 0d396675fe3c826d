package dev.xeocontext.kit.query;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A listing of one store's visible records: filters, an order and a place to go on from. There is none without a store.
 * Build it, then ask for its {@link #hql()} and {@link #parameters()}.
 */
public final class RecordQuery<E extends RecordEntity> {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final StringJoiner conditions = new StringJoiner(" and ");
    private final Map<String, Object> parameters = new HashMap<>();
    private final SortKey<E> sort;
    private final boolean descending;
    private final int limit;

    private RecordQuery(UUID storeId, SortKey<E> sort, boolean descending, int limit) {
        this.sort = sort;
        this.descending = descending;
        this.limit = limit;
        conditions.add("storeId = :storeId").add("deleted = false");
        parameters.put("storeId", storeId);
    }

    /**
     * Begins a listing.
     *
     * @param orders that the collection knows; the first is the default
     * @param request what was asked for
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER} when there is no such order, or no page of that size
     */
    public static <E extends RecordEntity> RecordQuery<E> of(
            UUID storeId, List<SortKey<E>> orders, PageRequest request) {
        String wanted = request.sort() == null ? orders.getFirst().name() : request.sort();
        boolean descending = wanted.startsWith("-");
        String name = descending ? wanted.substring(1) : wanted;
        SortKey<E> sort = orders.stream()
                .filter(order -> order.name().equals(name))
                .findFirst()
                .orElseThrow(() -> invalid("sort", "must be one of " + names(orders) + ", or one of them after a -"));
        RecordQuery<E> query = new RecordQuery<>(storeId, sort, descending, limit(request.limit()));
        return request.cursor() == null ? query : query.after(request.cursor());
    }

    private static <E extends RecordEntity> List<String> names(List<SortKey<E>> orders) {
        return orders.stream().map(SortKey::name).toList();
    }

    private static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > MAX_LIMIT) {
            throw invalid("limit", "must be from 1 to " + MAX_LIMIT);
        }
        return asked;
    }

    private RecordQuery<E> after(String text) {
        PageCursor cursor = PageCursor.decode(text)
                .filter(place -> place.order().equals(order()))
                .orElseThrow(() -> invalid("cursor", "is not a cursor of this listing"));
        String operator = descending ? "<" : ">";
        conditions.add("(%1$s %2$s :lastValue or (%1$s = :lastValue and id %2$s :lastId))"
                .formatted(sort.expression(), operator));
        try {
            parameters.put("lastValue", sort.parse().apply(cursor.value()));
        } catch (RuntimeException e) {
            throw invalid("cursor", "is not a cursor of this listing");
        }
        parameters.put("lastId", cursor.id());
        return this;
    }

    private String order() {
        return (descending ? "-" : "") + sort.name();
    }

    /**
     * Adds a condition where a value was given.
     *
     * @param condition HQL that names the value {@code :name}
     */
    public RecordQuery<E> where(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            parameters.put(name, value);
        }
        return this;
    }

    public String hql() {
        String direction = descending ? " desc" : " asc";
        return "where " + conditions + " order by " + sort.expression() + direction + ", id" + direction;
    }

    public Map<String, Object> parameters() {
        return parameters;
    }

    /** How many rows to read: one more than the page, to know whether there is another. */
    public int rows() {
        return limit + 1;
    }

    /** Makes the page of the rows that were read. */
    public Page<E> page(List<E> rows) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<E> items = rows.subList(0, limit);
        E last = items.getLast();
        String value = String.valueOf(sort.value().apply(last));
        return new Page<>(items, new PageCursor(order(), value, last.id()).encode());
    }

    private static ProblemException invalid(String parameter, String detail) {
        return new ProblemException(
                ProblemCode.INVALID_PARAMETER, null, List.of(new Problem.Fault('#' + parameter, detail)));
    }
}
