package dev.xeocontext.todos.todo;

import dev.xeocontext.kit.query.RecordEntity;
import dev.xeocontext.kit.query.RecordId;
import dev.xeocontext.kit.query.SortKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** A todo as it is listed: the columns that the database derives from its fields. */
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

    @Column(name = "title")
    private String title;

    @Column(name = "status")
    private String status;

    @Column(name = "priority")
    private Integer priority;

    @Column(name = "due")
    private String due;

    @Column(name = "list_id")
    private UUID listId;

    @Column(name = "position")
    private String position;

    @Column(name = "tags")
    private String[] tags;

    @Formula("fields ->> 'notes'")
    String notes;
}
