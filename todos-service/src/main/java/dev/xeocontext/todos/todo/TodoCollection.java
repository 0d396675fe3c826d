package dev.xeocontext.todos.todo;

import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.FieldType;
import dev.xeocontext.kit.record.Rules;
import java.util.List;

/** The collection {@code todos}. */
public final class TodoCollection {

    /** What can become of a todo. */
    static final List<String> STATUSES = List.of("open", "in-progress", "done", "cancelled");

    private static final int MAX_TITLE = 500;
    private static final int MAX_NOTES = 50_000;
    private static final int MAX_TAG = 60;
    private static final int HIGHEST_PRIORITY = 4;

    /**
     * The declaration. {@code due} is what the clock on the wall shows, in {@code dueZone} where one is given, else
     * wherever the person is. {@code priority} rises from 0, none, to 4. {@code position} is a fractional index: the order
     * of a list is the order of its bytes.
     */
    public static final CollectionType TYPE = CollectionType.of(
            "todos",
            "todos",
            List.of(
                    FieldType.register("title", Rules.filledText(MAX_TITLE)).mandatory(),
                    FieldType.register("notes", Rules.text(MAX_NOTES)),
                    FieldType.register("status", Rules.oneOf(STATUSES)).orElse("open"),
                    FieldType.register("priority", Rules.integer(0, HIGHEST_PRIORITY))
                            .orElse(0L),
                    FieldType.register("due", Rules.localDateOrDateTime()),
                    FieldType.register("dueZone", Rules.timeZone()),
                    FieldType.register("listId", Rules.reference()),
                    FieldType.register("position", Rules.fractionalIndex()),
                    FieldType.set("tags", Rules.filledText(MAX_TAG))));

    private TodoCollection() {}
}
