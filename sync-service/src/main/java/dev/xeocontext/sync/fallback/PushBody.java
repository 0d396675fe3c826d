package dev.xeocontext.sync.fallback;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@code POST /v1/sync/push} takes, for the API document: the members of the message {@code push}. */
@Schema(name = "Push")
record PushBody(
        @Schema(description = "The personal store when left out") @Nullable
        UUID storeId,

        @Schema(required = true, description = "Ops, oldest first: docs/specs/sync-protocol.md, section 3")
        List<Object> ops,

        @Schema(description = "All of them, which then have one owner, or none") @Nullable
        Boolean atomic) {}
