package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.sync.log.StorePlace;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartTest {

    private static final UUID EPOCH = new UUID(1, 1);
    private static final UUID EVENT = new UUID(7, 7);
    private static final UUID OTHER_EVENT = new UUID(8, 8);
    private static final long QUERY = 42;

    @Test
    void goesOnFromACursorOfThisHistory() {
        assertThat(Start.from(cursor(EPOCH, 3, QUERY), QUERY, storeAt(5, EVENT)))
                .isEqualTo(new Start.InLog(new Position(3, Cursor.checkOf(EVENT))));
    }

    @Test
    void goesOnFromTheCursorOfAnEmptyStore() {
        assertThat(Start.from(Optional.of(new Cursor(EPOCH, 0, 0, QUERY)), QUERY, new StorePlace(EPOCH, 0, null, null)))
                .isEqualTo(new Start.InLog(new Position(0, 0)));
    }

    @Test
    void refusesWhatIsNoCursor() {
        assertThat(Start.from(Optional.empty(), QUERY, storeAt(5, EVENT)))
                .isEqualTo(new Start.Reset(ResetReason.UNREADABLE));
    }

    @Test
    void refusesTheCursorOfAnotherQuery() {
        assertThat(Start.from(cursor(EPOCH, 3, 41), QUERY, storeAt(5, EVENT)))
                .isEqualTo(new Start.Reset(ResetReason.OTHER_QUERY));
    }

    @Test
    void refusesTheCursorOfAnotherEpoch() {
        assertThat(Start.from(cursor(new UUID(2, 2), 3, QUERY), QUERY, storeAt(5, EVENT)))
                .isEqualTo(new Start.Reset(ResetReason.RESTORED));
    }

    @Test
    void refusesACursorBeyondTheHead() {
        assertThat(Start.from(cursor(EPOCH, 6, QUERY), QUERY, storeAt(5, null)))
                .isEqualTo(new Start.Reset(ResetReason.RESTORED));
    }

    @Test
    void refusesACursorToAnotherEvent() {
        assertThat(Start.from(cursor(EPOCH, 3, QUERY), QUERY, storeAt(5, OTHER_EVENT)))
                .isEqualTo(new Start.Reset(ResetReason.RESTORED));
    }

    @Test
    void refusesACursorToAnEventThatIsGone() {
        assertThat(Start.from(cursor(EPOCH, 3, QUERY), QUERY, storeAt(5, null)))
                .isEqualTo(new Start.Reset(ResetReason.HISTORY_LOST));
    }

    @Test
    void resumesASnapshotOfThisHistoryOnly() {
        SnapshotPlace place =
                SnapshotPlace.first(EPOCH, new Position(3, 1), QUERY).after(new UUID(5, 5));

        assertThat(Start.resume(Optional.of(place), QUERY, storeAt(5, null))).isEqualTo(new Start.InSnapshot(place));
        assertThat(Start.resume(Optional.of(place), 41, storeAt(5, null)))
                .isEqualTo(new Start.Reset(ResetReason.OTHER_QUERY));
        assertThat(Start.resume(Optional.of(place), QUERY, storeAt(2, null)))
                .isEqualTo(new Start.Reset(ResetReason.RESTORED));
        assertThat(Start.resume(Optional.empty(), QUERY, storeAt(5, null)))
                .isEqualTo(new Start.Reset(ResetReason.UNREADABLE));
    }

    @Test
    void readsTheTokenOfASnapshotBack() {
        SnapshotPlace begun =
                SnapshotPlace.first(EPOCH, new Position(3, 1), QUERY).after(new UUID(-5, 5));
        SnapshotPlace second = begun.nextCollection();

        assertThat(SnapshotPlace.decode(begun.encode(), 2)).contains(begun);
        assertThat(SnapshotPlace.decode(second.encode(), 2)).contains(second);
        assertThat(SnapshotPlace.decode(second.encode(), 1)).isEmpty();
        assertThat(SnapshotPlace.decode("rubbish", 1)).isEmpty();
        assertThat(SnapshotPlace.decode("!", 1)).isEmpty();
    }

    private static Optional<Cursor> cursor(UUID epoch, long seq, long query) {
        return Optional.of(new Cursor(epoch, seq, Cursor.checkOf(EVENT), query));
    }

    private static StorePlace storeAt(long head, @Nullable UUID asked) {
        return new StorePlace(EPOCH, head, OTHER_EVENT, asked);
    }
}
