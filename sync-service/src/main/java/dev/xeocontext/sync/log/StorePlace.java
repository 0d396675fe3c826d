package dev.xeocontext.sync.log;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a store stands, and what its log has at a place that was asked about.
 *
 * @param headEvent the event at the head; {@code null} while the log is empty, or when it was compacted
 * @param askedEvent the event at the place; {@code null} when there is none
 * @param compactedTo the greatest {@code seq} that is no longer in the log; 0 when all are
 * @param purgedSeq the greatest last {@code seq} of a record whose tombstone was purged; 0 when none was
 */
public record StorePlace(
        UUID epoch,
        long head,
        @Nullable UUID headEvent,
        @Nullable UUID askedEvent,
        long compactedTo,
        long purgedSeq) {}
