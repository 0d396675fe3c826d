package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Where;
import dev.xeocontext.sync.log.LogReader;
import dev.xeocontext.sync.log.Page;
import dev.xeocontext.sync.log.StorePlace;
import dev.xeocontext.sync.log.StoredRecord;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the pages of a snapshot, one after the other. */
final class RecordPages {

    /**
     * A page.
     *
     * @param records that are sent of it; a filter may leave none
     * @param next after it
     */
    record RecordPage(List<StoredRecord> records, SnapshotPlace next, boolean last) {}

    private final LogReader log;
    private final UUID storeId;
    private final Terms terms;

    RecordPages(LogReader log, UUID storeId, Terms terms) {
        this.log = log;
        this.storeId = storeId;
        this.terms = terms;
    }

    /** The page after a place; empty when the history that the place is of was left while it was read. */
    Uni<Optional<RecordPage>> after(SnapshotPlace place) {
        return switch (place.way()) {
            case SnapshotPlace.All all ->
                log.records(storeId, terms.collections().get(all.collection()), all.after())
                        .map(page -> Optional.of(page(place, all, page)));
            case SnapshotPlace.Changed changed ->
                log.changed(storeId, terms.collections(), changed.seq())
                        .chain(page -> log.place(storeId, 0).map(now -> page(place, page, now)));
        };
    }

    private RecordPage page(SnapshotPlace place, SnapshotPlace.All all, Page<StoredRecord> page) {
        boolean last = !page.more() && all.collection() == terms.collections().size() - 1;
        SnapshotPlace.Way next = page.more()
                ? new SnapshotPlace.All(all.collection(), page.items().getLast().id())
                : new SnapshotPlace.All(all.collection() + 1, null);
        return new RecordPage(matching(page.items()), place.goOn(next, lastSeq(page.items())), last);
    }

    private List<StoredRecord> matching(List<StoredRecord> records) {
        Where where = terms.where();
        return where == null
                ? records
                : records.stream().filter(record -> Sight.now(record, where)).toList();
    }

    private static Optional<RecordPage> page(SnapshotPlace place, Page<StoredRecord> page, StorePlace now) {
        if (!now.epoch().equals(place.epoch()) || !Start.leadsOn(place, now)) {
            return Optional.empty();
        }
        long seen = lastSeq(page.items());
        return Optional.of(
                new RecordPage(page.items(), place.goOn(new SnapshotPlace.Changed(seen), seen), !page.more()));
    }

    private static long lastSeq(List<StoredRecord> records) {
        return records.stream().mapToLong(StoredRecord::lastSeq).max().orElse(0);
    }
}
