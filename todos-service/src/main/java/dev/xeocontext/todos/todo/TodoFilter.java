package dev.xeocontext.todos.todo;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.query.RecordQuery;
import dev.xeocontext.kit.query.SortKey;
import dev.xeocontext.kit.record.Rule;
import dev.xeocontext.kit.record.Rules;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What a listing of todos can be narrowed to; all that is given must hold. */
public record TodoFilter(
        @QueryParam("listId") @Nullable String listId,
        @QueryParam("status") @Nullable String status,

        @Parameter(description = "Local date or date-time") @QueryParam("dueBefore") @Nullable
        String dueBefore,

        @Parameter(description = "Local date or date-time") @QueryParam("dueAfter") @Nullable
        String dueAfter,

        @QueryParam("tag") @Nullable String tag,

        @Parameter(description = "Part of the title or the notes, whatever the case") @QueryParam("q") @Nullable
        String q) {

    private static final int MAX_SEARCH = 200;

    /**
     * A text without its case, by the rules of Unicode whatever the collation of the column or the database is. Upper case,
     * because lower case of a letter can depend on the letters around it, which a part of a text lacks.
     */
    private static final String FOLDED = "upper(cast(sql('(?) collate \"und-x-icu\"', %s) as String))";

    /**
     * Adds the conditions to a query.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER} naming every parameter that is not valid
     */
    RecordQuery<TodoEntity> narrow(RecordQuery<TodoEntity> query) {
        check();
        return query.where("listId = :listId", "listId", listId == null ? null : UUID.fromString(listId))
                .where("status = :status", "status", status)
                .where(SortKey.bytewise("due") + " < :dueBefore", "dueBefore", dueBefore)
                .where(SortKey.bytewise("due") + " > :dueAfter", "dueAfter", dueAfter)
                .where("array_contains(tags, :tag)", "tag", tag)
                .where(
                        "(%s like :q escape '!' or %s like :q escape '!')"
                                .formatted(FOLDED.formatted("title"), FOLDED.formatted("notes")),
                        "q",
                        q == null ? null : pattern(q));
    }

    private void check() {
        List<Problem.Fault> faults = new ArrayList<>();
        check(faults, "listId", listId, Rules.reference());
        check(faults, "status", status, Rules.oneOf(TodoCollection.STATUSES));
        check(faults, "dueBefore", dueBefore, Rules.localDateOrDateTime());
        check(faults, "dueAfter", dueAfter, Rules.localDateOrDateTime());
        check(faults, "tag", tag, Rules.searchText(MAX_SEARCH));
        check(faults, "q", q, Rules.searchText(MAX_SEARCH));
        if (!faults.isEmpty()) {
            throw new ProblemException(ProblemCode.INVALID_PARAMETER, null, faults);
        }
    }

    private static void check(List<Problem.Fault> faults, String name, @Nullable String value, Rule rule) {
        String fault = value == null ? null : rule.fault(value);
        if (fault != null) {
            faults.add(new Problem.Fault('#' + name, fault));
        }
    }

    private static String pattern(String part) {
        String literal = part.toUpperCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
        return '%' + literal + '%';
    }
}
