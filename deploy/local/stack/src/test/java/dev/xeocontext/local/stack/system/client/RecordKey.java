package dev.xeocontext.local.stack.system.client;

import java.util.Comparator;
import java.util.UUID;

/** Which record of the store. */
public record RecordKey(String collection, UUID id) implements Comparable<RecordKey> {

    private static final Comparator<RecordKey> ORDER =
            Comparator.comparing(RecordKey::collection).thenComparing(RecordKey::id);

    @Override
    public int compareTo(RecordKey other) {
        return ORDER.compare(this, other);
    }
}
