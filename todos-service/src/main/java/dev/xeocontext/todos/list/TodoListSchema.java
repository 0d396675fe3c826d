package dev.xeocontext.todos.list;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A list as the API document describes it; bodies themselves are made from {@link TodoListCollection#TYPE}. */
@Schema(name = "TodoList")
record TodoListSchema(
        UUID id,
        @Nullable String title,
        @Nullable String color,
        @Nullable Boolean archived,
        @Schema(description = "Fractional index") @Nullable String position,
        Instant createdAt,
        Instant updatedAt) {

    /** The part of it that a body can set. */
    @Schema(name = "TodoListFields")
    record Writable(
            @Schema(maxLength = 200) @Nullable String title,
            @Schema(maxLength = 30) @Nullable String color,
            @Nullable Boolean archived,

            @Schema(description = "Fractional index") @Nullable
            String position) {}

    /** A page of a listing. */
    @Schema(name = "TodoListPage")
    record Listing(List<TodoListSchema> items, @Nullable String nextCursor) {}
}
