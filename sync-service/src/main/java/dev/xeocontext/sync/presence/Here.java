package dev.xeocontext.sync.presence;

import dev.xeocontext.sync.presence.Change.Act;
import dev.xeocontext.sync.push.RateLimit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A device that is connected to this replica. */
record Here(
        UUID storeId,
        UUID deviceId,
        UUID arrival,
        @Nullable String name,
        @Nullable String platform,
        RateLimit tells) {

    Change stays() {
        return change(Act.HERE, null);
    }

    Change tells(@Nullable String state) {
        return change(Act.TELL, state);
    }

    private Change change(Act act, @Nullable String state) {
        return new Change(act, storeId, deviceId, arrival, name, platform, state);
    }
}
