package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.sync.Activity;
import dev.xeocontext.contracts.sync.ClientMessage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@code PUT /v1/sync/activities/{id}} takes. */
@Schema(name = "ActivityDraft")
record ActivityBody(
        @Schema(required = true, maxLength = 200, description = "What is done: reading, writing, …") @Nullable
        String kind,

        @Schema(required = true, maxLength = 200, description = "What it is done with, as apps understand it") @Nullable
        String resource,

        @Schema(maxLength = 200, description = "For people") @Nullable
        String title,

        @Schema(description = "How far it is, as apps understand it; 16 KiB at most") @Nullable
        Map<String, @Nullable Object> state) {

    /** As the message that a socket would bring. */
    ClientMessage.Draft draft(UUID id, long version) {
        return new ClientMessage.Draft(id, kind, resource, title, state, version);
    }

    /** What {@code POST /v1/sync/activities/{id}/claim} takes. */
    @Schema(name = "ActivityClaim")
    record Claim(
            @Schema(description = "Who shall have it; this device when left out") @Nullable
            UUID deviceId) {}

    /** What {@code POST /v1/sync/activities/{id}/release} takes. */
    @Schema(name = "ActivityRelease")
    record Release(
            @Schema(description = "How far it is; as it was told last when left out") @Nullable
            Map<String, @Nullable Object> state,

            @Schema(description = "Who shall have it; whoever waits for it, or nobody, when left out") @Nullable
            UUID deviceId) {}

    /** What {@code GET /v1/sync/activities} answers. */
    @Schema(name = "Activities")
    record Listing(List<Activity> items) {}

    /** What {@code GET /v1/sync/activities/{id}/history} answers. */
    @Schema(name = "ActivityHistory")
    record HistoryPage(List<PastState> items, @Nullable String nextCursor) {}
}
