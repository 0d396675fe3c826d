package dev.xeocontext.todos.todo;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A todo as the API document describes it; bodies themselves are made from {@link TodoCollection#TYPE}. */
@Schema(name = "Todo")
record TodoSchema(
        UUID id,
        @Nullable String title,
        @Nullable String notes,

        @Schema(enumeration = {"open", "in-progress", "done", "cancelled"}) @Nullable
        String status,

        @Schema(minimum = "0", maximum = "4") @Nullable Integer priority,

        @Schema(examples = {"2026-11-21", "2026-11-21T09:30"}) @Nullable
        String due,

        @Schema(examples = "Europe/Berlin") @Nullable String dueZone,
        @Nullable UUID listId,
        @Schema(description = "Fractional index") @Nullable String position,
        List<String> tags,
        Instant createdAt,
        Instant updatedAt) {

    /** The part of it that a body can set. */
    @Schema(name = "TodoFields")
    record Writable(
            @Schema(maxLength = 500) @Nullable String title,
            @Schema(maxLength = 50_000) @Nullable String notes,

            @Schema(enumeration = {"open", "in-progress", "done", "cancelled"}) @Nullable
            String status,

            @Schema(minimum = "0", maximum = "4") @Nullable Integer priority,

            @Schema(examples = {"2026-11-21", "2026-11-21T09:30"}) @Nullable
            String due,

            @Schema(examples = "Europe/Berlin") @Nullable String dueZone,
            @Nullable UUID listId,

            @Schema(description = "Fractional index") @Nullable
            String position,

            @Nullable List<String> tags) {}

    /** A page of a listing. */
    @Schema(name = "TodoPage")
    record Listing(List<TodoSchema> items, @Nullable String nextCursor) {}
}
