package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.ServerMessage.Lagging;
import dev.xeocontext.contracts.sync.ServerMessage.Live;
import dev.xeocontext.contracts.sync.ServerMessage.Reset;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a device keeps of one subscription: its confirmed records, and where it would go on. */
final class Replica {

    private final boolean filtered;
    private final Map<UUID, RecordState> records = new HashMap<>();
    private final Set<UUID> named = new HashSet<>();
    private final Set<UUID> opsHeard = new HashSet<>();
    private long overtaken;
    private long told;
    private @Nullable String cursor;
    private @Nullable String next;

    Replica(boolean filtered) {
        this.filtered = filtered;
    }

    @Nullable
    String cursor() {
        return next == null ? cursor : null;
    }

    @Nullable
    String next() {
        return next;
    }

    /** The {@code seq} up to which events were told; those up to {@link #overtaken} by a snapshot. */
    long told() {
        return told;
    }

    long overtaken() {
        return overtaken;
    }

    /** The ops that were named. */
    Set<UUID> opsHeard() {
        return opsHeard;
    }

    /** The records that are not deleted. */
    Map<UUID, RecordState> shown() {
        Map<UUID, RecordState> shown = new HashMap<>(records);
        shown.values().removeIf(RecordState::isDeleted);
        return shown;
    }

    void take(ServerMessage message) {
        switch (message) {
            case Snapshot page -> take(page);
            case Delta delta -> {
                assertInOrder(delta);
                delta.events().forEach(this::take);
                cursor = delta.cursor();
                told = delta.to();
            }
            case Live live -> {
                assertThat(live.to()).isGreaterThanOrEqualTo(told);
                cursor = live.cursor();
                told = live.to();
            }
            case Lagging lagging -> cursor = lagging.cursor();
            case Reset reset -> {
                cursor = null;
                next = null;
                named.clear();
            }
            default -> throw new AssertionError(message);
        }
    }

    private static void assertInOrder(Delta delta) {
        long last = delta.from();
        for (DeltaEvent event : delta.events()) {
            assertThat(event.seq()).isBetween(last + 1, delta.to());
            last = event.seq();
        }
    }

    private void take(Snapshot page) {
        page.records().forEach(record -> {
            named.add(record.id());
            join(record.id(), state(record.fields(), record.clocks(), record.deleted()));
        });
        next = page.next();
        if (page.cursor() != null) {
            cursor = page.cursor();
            overtaken = page.asOf();
            told = page.asOf();
            if (page.full()) {
                records.keySet().retainAll(named);
            }
            named.clear();
        }
    }

    private void take(DeltaEvent event) {
        if (event.opId() != null) {
            opsHeard.add(event.opId());
        }
        switch (event.kind()) {
            case ENTER -> join(event.id(), state(event.fields(), event.clocks(), event.deleted()));
            case LEAVE -> records.remove(event.id());
            case PUT, RESTORE -> {
                if (filtered) {
                    assertThat(records).as("a change of a record that is there").containsKey(event.id());
                }
                join(event.id(), state(event.changed(), event.clocks(), event.deleted()));
            }
            case DELETE -> join(event.id(), state(event.changed(), event.clocks(), event.deleted()));
        }
    }

    private void join(UUID id, RecordState state) {
        records.merge(id, state, Merge::join);
    }

    private static RecordState state(
            @Nullable Map<String, @Nullable Object> fields, @Nullable Object clocks, @Nullable Deletion deleted) {
        return new WireState(Objects.requireNonNull(fields), Objects.requireNonNull(clocks), deleted).toState();
    }
}
