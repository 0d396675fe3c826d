package dev.xeocontext.contracts.event;

/** The partition of a store: the unit in which sync-service and the broker share out work. */
public final class Partition {

    /** How many partitions there are. */
    public static final int COUNT = 271;

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private Partition() {}

    /** The partition of the store with this id, from 0 to {@link #COUNT} - 1. */
    public static int of(String storeId) {
        return Integer.remainderUnsigned(hash(storeId), COUNT);
    }

    /** FNV-1a, 32 bits, over the UTF-16 units of the text; to be read as unsigned. */
    static int hash(String text) {
        int hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
