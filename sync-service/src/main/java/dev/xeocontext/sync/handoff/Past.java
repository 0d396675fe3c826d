package dev.xeocontext.sync.handoff;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A state that is history: where an activity was and how far.
 *
 * @param version under which the device had it, or thought that it had it
 * @param deviceId who told it, or had it
 * @param movedTo who has it since; absent unless it moved
 * @param kind and {@code resource}, {@code title}: absent when a device let go of what nobody knows any more
 * @param toldAt Unix time in milliseconds, by Redis's clock
 */
record Past(
        UUID activityId,
        long version,
        @Nullable UUID deviceId,
        @Nullable UUID movedTo,
        @Nullable String kind,
        @Nullable String resource,
        @Nullable String title,
        Map<String, @Nullable Object> state,
        How how,
        long toldAt) {

    /** How it came into the history. */
    enum How {
        /** It was handed over with this state. */
        MOVED,
        /** It was told by a device that didn't have the activity any more. */
        LATE,
        /** The activity was over with this state. */
        ENDED
    }

    static Past moved(Held held, UUID to) {
        return of(held, to, How.MOVED);
    }

    static Past ended(Held held) {
        return of(held, null, How.ENDED);
    }

    private static Past of(Held held, @Nullable UUID to, How how) {
        Content content = held.content();
        return new Past(
                held.id(),
                held.version(),
                held.lastHolder(),
                to,
                content.kind(),
                content.resource(),
                content.title(),
                content.state(),
                how,
                held.toldAt());
    }

    static Past late(UUID activityId, long version, UUID deviceId, Content told, long now) {
        return new Past(
                activityId,
                version,
                deviceId,
                null,
                told.kind(),
                told.resource(),
                told.title(),
                told.state(),
                How.LATE,
                now);
    }

    static Past late(UUID activityId, long version, UUID deviceId, Map<String, @Nullable Object> state, long now) {
        return new Past(activityId, version, deviceId, null, null, null, null, state, How.LATE, now);
    }
}
