package dev.xeocontext.sync.log;

import java.util.UUID;
import java.util.function.Supplier;

/**
 * An event of which no more is known than its id.
 *
 * @param reading reads the rest; throws {@link IllegalArgumentException} when it is not well-formed
 */
public record UnreadEvent(UUID storeId, UUID eventId, Supplier<NewEvent> reading) {

    EventKey key() {
        return new EventKey(storeId, eventId);
    }

    NewEvent read() {
        return reading.get();
    }
}
