package dev.xeocontext.sync.handoff;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.xeocontext.kit.query.Page;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A state of an activity's history.
 *
 * @param version under which the device had the activity, or thought that it had it
 * @param deviceId who had it, or told it
 * @param movedTo who has it since
 * @param how {@code moved}: it was handed over with this state; {@code late}: it was told by a device that didn't have the
 *     activity any more; {@code ended}: the activity was over with it
 */
@RegisterForReflection(targets = {PastState.class, Page.class})
@JsonInclude(JsonInclude.Include.NON_NULL)
record PastState(
        UUID id,
        long version,
        @Nullable UUID deviceId,
        @Nullable UUID movedTo,
        @Nullable String kind,
        @Nullable String resource,
        @Nullable String title,
        Map<String, @Nullable Object> state,

        @Schema(enumeration = {"moved", "late", "ended"}) String how,

        Instant toldAt,
        Instant notedAt) {}
