package dev.xeocontext.todos.list;

import dev.xeocontext.kit.query.RecordQuery;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** What a listing of lists can be narrowed to. */
public record TodoListFilter(
        @QueryParam("archived") @Nullable Boolean archived) {

    RecordQuery<TodoListEntity> narrow(RecordQuery<TodoListEntity> query) {
        return query.where("archived = :archived", "archived", archived);
    }
}
