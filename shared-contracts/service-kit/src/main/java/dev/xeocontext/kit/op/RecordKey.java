package dev.xeocontext.kit.op;

import java.util.Comparator;
import java.util.UUID;

/** What names a row: the store stands first, so that an id made in one store can never touch another's. */
public record RecordKey(UUID storeId, UUID id) implements Comparable<RecordKey> {

    private static final Comparator<UUID> DATABASE_ORDER = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };
    private static final Comparator<RecordKey> ORDER =
            Comparator.comparing(RecordKey::storeId, DATABASE_ORDER).thenComparing(RecordKey::id, DATABASE_ORDER);

    /** The order of the database, byte by byte, in which every transaction locks. */
    @Override
    public int compareTo(RecordKey other) {
        return ORDER.compare(this, other);
    }
}
