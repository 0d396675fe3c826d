package dev.xeocontext.sync.log;

import java.util.UUID;

/** What a record is found by. */
record RecordKey(UUID storeId, String collection, UUID id) {

    static RecordKey of(Change change) {
        return new RecordKey(change.storeId(), change.collection(), change.id());
    }
}
