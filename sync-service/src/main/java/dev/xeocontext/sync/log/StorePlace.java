package dev.xeocontext.sync.log;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a store stands, and what its log has at a place that was asked about.
 *
 * @param headEvent the event at the head; {@code null} while the log is empty
 * @param askedEvent the event at the place; {@code null} when there is none
 */
public record StorePlace(
        UUID epoch,
        long head,
        @Nullable UUID headEvent,
        @Nullable UUID askedEvent) {}
