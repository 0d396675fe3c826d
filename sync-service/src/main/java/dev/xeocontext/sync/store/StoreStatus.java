package dev.xeocontext.sync.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a store.
 *
 * @param version of the form in which its log and records are kept
 * @param head the {@code seq} of its last event
 * @param events how many events the log holds
 * @param compactedTo the greatest {@code seq} that is no longer in the log
 * @param purgedBefore tombstones whose clock is older are gone; Unix time in milliseconds
 * @param syncedAt when the log last took an event; {@code null} before the first
 * @param reconcileAt when it is to be compared with the owners of its records; {@code null} for never
 * @param diverged whether its log was seen to continue another way than it once did
 */
public record StoreStatus(
        UUID storeId,
        UUID epoch,
        int version,
        long head,
        long events,
        long compactedTo,
        long purgedBefore,
        Instant createdAt,
        @Nullable Instant syncedAt,
        @Nullable Instant reconcileAt,
        boolean diverged) {}
