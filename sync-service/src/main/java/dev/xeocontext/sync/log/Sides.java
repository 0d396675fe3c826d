package dev.xeocontext.sync.log;

import org.jspecify.annotations.Nullable;

/**
 * What filters see of a record on either side of an event, as JSON objects of its
 * {@linkplain dev.xeocontext.contracts.sync.Filterable filterable} fields.
 *
 * @param created whether the event made the record: then neither text is there, and what it was made of is what the event
 *     changed
 * @param before {@code null} where there was no record, or a deleted one
 * @param after {@code null} where the record is deleted
 */
public record Sides(
        boolean created, @Nullable String before, @Nullable String after) {

    static final Sides CREATED = new Sides(true, null, null);
}
