package dev.xeocontext.sync.feed;

import dev.xeocontext.sync.feed.Item.AsItIs;
import dev.xeocontext.sync.feed.Item.Enter;
import dev.xeocontext.sync.feed.Item.Leave;
import dev.xeocontext.sync.log.Change;
import dev.xeocontext.sync.log.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events of a piece of the log that a filter may leave untold, and that came of ops: by the devices whose ops they were. */
final class OwnOps {

    private final Map<UUID, List<LogEntry>> byDevice;

    private OwnOps(Map<UUID, List<LogEntry>> byDevice) {
        this.byDevice = byDevice;
    }

    /** @param told by their events */
    static OwnOps untold(List<LogEntry> entries, Map<LogEntry, Item> told) {
        Map<UUID, List<LogEntry>> byDevice = new HashMap<>();
        for (LogEntry entry : entries) {
            UUID deviceId = entry.change().deviceId();
            if (deviceId != null && isOf(deviceId, entry.change()) && !isSure(told.get(entry))) {
                byDevice.computeIfAbsent(deviceId, id -> new ArrayList<>(1)).add(entry);
            }
        }
        return new OwnOps(byDevice);
    }

    /** Whether a change came of an op of this device. */
    static boolean isOf(UUID deviceId, Change change) {
        return change.opId() != null && deviceId.equals(change.deviceId());
    }

    /** A record that has to be read may have ceased to match by then. */
    private static boolean isSure(@Nullable Item item) {
        return switch (item) {
            case null -> false;
            case Enter enter -> enter.whole();
            case AsItIs event -> true;
            case Leave leave -> true;
        };
    }

    /** Those of a device, in the order of the log. */
    List<LogEntry> of(UUID deviceId) {
        return byDevice.getOrDefault(deviceId, List.of());
    }
}
