package dev.xeocontext.sync.log;

import java.util.UUID;

/** What an event is found by. */
record EventKey(UUID storeId, UUID eventId) {

    static EventKey of(Change change) {
        return new EventKey(change.storeId(), change.eventId());
    }
}
