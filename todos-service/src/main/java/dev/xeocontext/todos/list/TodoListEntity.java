package dev.xeocontext.todos.list;

import dev.xeocontext.kit.query.RecordEntity;
import dev.xeocontext.kit.query.RecordId;
import dev.xeocontext.kit.query.SortKey;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** A list as it is listed: what the database derives from its fields. */
@Entity
@Immutable
@Table(name = "todo_lists")
@IdClass(RecordId.class)
class TodoListEntity extends RecordEntity {

    /** The orders of a listing. */
    static final List<SortKey<TodoListEntity>> ORDERS = List.of(
            SortKey.text("position", list -> list.position),
            SortKey.text("title", list -> list.title),
            SortKey.instant("createdAt", RecordEntity::createdAt),
            SortKey.instant("updatedAt", RecordEntity::updatedAt));

    @Formula("fields ->> 'title'")
    private String title;

    @Formula("coalesce(cast(fields ->> 'archived' as boolean), false)")
    Boolean archived;

    @Formula("fields ->> 'position'")
    private String position;
}
