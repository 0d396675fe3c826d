package dev.xeocontext.sync.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.xeocontext.contracts.sync.Filterable;
import dev.xeocontext.contracts.sync.Where;
import dev.xeocontext.sync.log.Change;
import dev.xeocontext.sync.log.LogEntry;
import dev.xeocontext.sync.log.Sides;
import dev.xeocontext.sync.log.StoredRecord;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether records match a filter: on either side of an event, or as they stand. What is deleted never does. */
final class Sight {

    private static final ObjectReader FIELDS = new ObjectMapper().readerForMapOf(Object.class);

    private Sight() {}

    static boolean before(LogEntry entry, Where where) {
        return matches(sides(entry).before(), where);
    }

    static boolean after(LogEntry entry, Where where) {
        if (!isCreation(entry)) {
            return matches(sides(entry).after(), where);
        }
        Change change = entry.change();
        boolean deleted = change.deleted() != null && change.deleted().value();
        return !deleted && matches(change.changed(), where);
    }

    static boolean isDeletedAfter(LogEntry entry) {
        Change change = entry.change();
        return isCreation(entry)
                ? change.deleted() != null && change.deleted().value()
                : sides(entry).after() == null;
    }

    /** Whether the event made the record. */
    static boolean isCreation(LogEntry entry) {
        return sides(entry).created();
    }

    private static Sides sides(LogEntry entry) {
        return Objects.requireNonNull(entry.sides(), "what was not read for filters");
    }

    static boolean now(StoredRecord record, Where where) {
        return !record.isDeleted() && matches(record.fields(), where);
    }

    private static boolean matches(@Nullable String fields, Where where) {
        return fields != null && where.matches(Filterable.of(read(fields)));
    }

    private static Map<String, @Nullable Object> read(String fields) {
        try {
            return FIELDS.readValue(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("fields that were stored as something else", e);
        }
    }
}
