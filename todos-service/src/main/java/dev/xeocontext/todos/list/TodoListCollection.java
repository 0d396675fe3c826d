package dev.xeocontext.todos.list;

import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.FieldType;
import dev.xeocontext.kit.record.Rules;
import java.util.List;

/** The collection {@code todo-lists}. */
public final class TodoListCollection {

    private static final int MAX_TITLE = 200;
    private static final int MAX_COLOR = 30;

    /** The declaration. {@code color} is a name or a code that clients agree on. */
    public static final CollectionType TYPE = CollectionType.of(
            "todo-lists",
            "todo_lists",
            List.of(
                    FieldType.register("title", Rules.filledText(MAX_TITLE)).mandatory(),
                    FieldType.register("color", Rules.text(MAX_COLOR)),
                    FieldType.register("archived", Rules.bool()).orElse(false),
                    FieldType.register("position", Rules.fractionalIndex())));

    private TodoListCollection() {}
}
