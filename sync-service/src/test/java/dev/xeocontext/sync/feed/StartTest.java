package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.contracts.sync.WhereReader;
import dev.xeocontext.sync.log.StorePlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartTest {

    private static final UUID EPOCH = new UUID(1, 1);
    private static final UUID EVENT = new UUID(7, 7);
    private static final UUID OTHER_EVENT = new UUID(8, 8);
    private static final Terms TERMS = Terms.of(SubscriptionQuery.of(List.of("todos")));
    private static final Terms FILTERED =
            Terms.of(SubscriptionQuery.of(List.of("todos"), WhereReader.read(Map.of("status", "open"))));
    private static final long QUERY = TERMS.hash();

    @Test
    void goesOnFromACursorOfThisHistory() {
        assertThat(from(cursor(EPOCH, 3, QUERY), storeAt(5, EVENT)))
                .isEqualTo(new Start.InLog(new Position(3, Cursor.checkOf(EVENT)), 3));
    }

    @Test
    void goesOnFromTheCursorOfAnEmptyStore() {
        assertThat(from(Optional.of(new Cursor(EPOCH, 0, 0, QUERY)), new StorePlace(EPOCH, 0, null, null, 0, 0)))
                .isEqualTo(new Start.InLog(Position.START, 0));
    }

    @Test
    void refusesWhatIsNoCursor() {
        assertThat(from(Optional.empty(), storeAt(5, EVENT))).isEqualTo(new Start.Reset(ResetReason.UNREADABLE));
    }

    @Test
    void refusesTheCursorOfAnotherQuery() {
        assertThat(from(cursor(EPOCH, 3, FILTERED.hash()), storeAt(5, EVENT)))
                .isEqualTo(new Start.Reset(ResetReason.OTHER_QUERY));
    }

    @Test
    void refusesTheCursorOfAnotherEpoch() {
        assertThat(from(cursor(new UUID(2, 2), 3, QUERY), storeAt(5, EVENT)))
                .isEqualTo(new Start.Reset(ResetReason.RESTORED));
    }

    @Test
    void doubtsTheHistoryWhenACursorIsBeyondTheHead() {
        assertThat(from(cursor(EPOCH, 6, QUERY), storeAt(5, null)))
                .isEqualTo(new Start.Reset(ResetReason.RESTORED, true));
    }

    @Test
    void doubtsTheHistoryWhenACursorKnowsAnotherEvent() {
        assertThat(from(cursor(EPOCH, 3, QUERY), storeAt(5, OTHER_EVENT)))
                .isEqualTo(new Start.Reset(ResetReason.RESTORED, true));
        assertThat(from(cursor(EPOCH, 3, QUERY), storeAt(5, null)))
                .isEqualTo(new Start.Reset(ResetReason.RESTORED, true));
    }

    @Test
    void goesOnFromWhereTheLogBegins() {
        assertThat(from(cursor(EPOCH, 3, QUERY), compacted(3, 0)))
                .isEqualTo(new Start.InLog(new Position(3, Cursor.checkOf(EVENT)), 3));
    }

    @Test
    void readsTheRecordsThatChangedSinceACursorThatTheLogNoLongerReaches() {
        SnapshotPlace place = SnapshotPlace.before(
                EPOCH, new Position(5, Cursor.checkOf(OTHER_EVENT)), QUERY, new SnapshotPlace.Changed(3));

        assertThat(from(cursor(EPOCH, 3, QUERY), compacted(4, 3))).isEqualTo(new Start.InRecords(place));
    }

    @Test
    void startsAgainFromACursorOlderThanAPurge() {
        assertThat(from(cursor(EPOCH, 3, QUERY), compacted(5, 4))).isEqualTo(new Start.Reset(ResetReason.HISTORY_LOST));
    }

    @Test
    void startsAFilterAgainThatTheLogNoLongerReaches() {
        Optional<Cursor> cursor = cursor(EPOCH, 3, FILTERED.hash());

        assertThat(Start.of(new Wish.GoOn(cursor), FILTERED, compacted(4, 0)))
                .isEqualTo(new Start.Reset(ResetReason.HISTORY_LOST));
    }

    @Test
    void resumesASnapshotOfThisHistoryOnly() {
        SnapshotPlace place =
                SnapshotPlace.before(EPOCH, Position.at(3, EVENT), QUERY, new SnapshotPlace.All(0, new UUID(5, 5)));
        Wish wish = new Wish.Resume(Optional.of(place));

        assertThat(wish.seq()).isEqualTo(3);
        assertThat(Start.of(wish, TERMS, storeAt(5, EVENT))).isEqualTo(new Start.InRecords(place));
        assertThat(Start.of(wish, TERMS, compacted(4, 0))).isEqualTo(new Start.InRecords(place));
        assertThat(Start.of(wish, FILTERED, storeAt(5, EVENT))).isEqualTo(new Start.Reset(ResetReason.OTHER_QUERY));
        assertThat(Start.of(wish, TERMS, storeAt(2, null))).isEqualTo(new Start.Reset(ResetReason.RESTORED, true));
        assertThat(Start.of(wish, TERMS, storeAt(5, OTHER_EVENT)))
                .isEqualTo(new Start.Reset(ResetReason.RESTORED, true));
        assertThat(Start.of(new Wish.Resume(Optional.empty()), TERMS, storeAt(5, null)))
                .isEqualTo(new Start.Reset(ResetReason.UNREADABLE));
    }

    @Test
    void resumesThePagesOfWhatChangedUnlessTombstonesAreMissing() {
        SnapshotPlace place = SnapshotPlace.before(EPOCH, new Position(5, 1), QUERY, new SnapshotPlace.Changed(3));
        Wish wish = new Wish.Resume(Optional.of(place));

        assertThat(Start.of(wish, TERMS, compacted(5, 3))).isEqualTo(new Start.InRecords(place));
        assertThat(Start.of(wish, TERMS, compacted(5, 4))).isEqualTo(new Start.Reset(ResetReason.HISTORY_LOST));
    }

    @Test
    void resumesThePagesOfAllRecordsUnlessLaterEventsAreOfTombstonesThatArePurged() {
        SnapshotPlace place = SnapshotPlace.before(EPOCH, new Position(3, 1), QUERY, new SnapshotPlace.All(0, null));
        Wish wish = new Wish.Resume(Optional.of(place));

        assertThat(Start.of(wish, TERMS, compacted(5, 3))).isEqualTo(new Start.InRecords(place));
        assertThat(Start.of(wish, TERMS, compacted(5, 4))).isEqualTo(new Start.Reset(ResetReason.HISTORY_LOST));
    }

    @Test
    void readsTheTokenOfASnapshotBack() {
        SnapshotPlace begun =
                SnapshotPlace.before(EPOCH, new Position(3, 1), QUERY, new SnapshotPlace.All(0, new UUID(-5, 5)));
        SnapshotPlace second = begun.goOn(new SnapshotPlace.All(1, null), 9);
        SnapshotPlace changed = begun.goOn(new SnapshotPlace.Changed(7), 2);

        assertThat(second.shown()).isEqualTo(9);
        assertThat(changed.shown()).isEqualTo(3);
        assertThat(SnapshotPlace.decode(begun.encode(), 2)).contains(begun);
        assertThat(SnapshotPlace.decode(second.encode(), 2)).contains(second);
        assertThat(SnapshotPlace.decode(second.encode(), 1)).isEmpty();
        assertThat(SnapshotPlace.decode(changed.encode(), 1)).contains(changed);
        assertThat(SnapshotPlace.decode("rubbish", 1)).isEmpty();
        assertThat(SnapshotPlace.decode("!", 1)).isEmpty();
    }

    private static Start from(Optional<Cursor> cursor, StorePlace place) {
        return Start.of(new Wish.GoOn(cursor), TERMS, place);
    }

    private static Optional<Cursor> cursor(UUID epoch, long seq, long query) {
        return Optional.of(new Cursor(epoch, seq, Cursor.checkOf(EVENT), query));
    }

    private static StorePlace storeAt(long head, @Nullable UUID asked) {
        return new StorePlace(EPOCH, head, OTHER_EVENT, asked, 0, 0);
    }

    private static StorePlace compacted(long compactedTo, long purgedSeq) {
        return new StorePlace(EPOCH, 5, OTHER_EVENT, null, compactedTo, purgedSeq);
    }
}
