package dev.xeocontext.todos.todo;

import dev.xeocontext.kit.query.RecordEntity;
import dev.xeocontext.kit.query.RecordId;
import dev.xeocontext.kit.query.SortKey;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** A todo as it is listed: what the database derives from its fields. */
@Entity
@Immutable
@Table(name = "todos")
@IdClass(RecordId.class)
class TodoEntity extends RecordEntity {

    /** The orders of a listing. */
    static final List<SortKey<TodoEntity>> ORDERS = List.of(
            SortKey.text("position", todo -> todo.position),
            SortKey.text("due", todo -> todo.due),
            SortKey.text("title", todo -> todo.title),
            SortKey.integer("priority", todo -> todo.priority),
            SortKey.instant("createdAt", RecordEntity::createdAt),
            SortKey.instant("updatedAt", RecordEntity::updatedAt));

    @Formula("fields ->> 'title'")
    private String title;

    @Formula("coalesce(fields ->> 'status', 'open')")
    String status;

    @Formula("coalesce(cast(fields ->> 'priority' as integer), 0)")
    private Integer priority;

    @Formula("fields ->> 'due'")
    private String due;

    @Formula("cast(fields ->> 'listId' as uuid)")
    UUID listId;

    @Formula("fields ->> 'position'")
    private String position;

    @Formula("text_elements(fields -> 'tags')")
    String[] tags;

    @Formula("fields ->> 'notes'")
    String notes;
}
