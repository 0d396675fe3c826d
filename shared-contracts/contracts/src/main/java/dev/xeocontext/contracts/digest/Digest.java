package dev.xeocontext.contracts.digest;

import java.util.Arrays;

/**
 * The digest of a collection: for each of 256 leaves the number of records and the sum, modulo 2^64, of their hashes.
 * Sums do not depend on order, and a record is replaced by taking its old hash out. Not safe for several threads.
 */
public final class Digest {

    /** How many leaves there are. */
    public static final int LEAVES = 256;

    private final long[] counts = new long[LEAVES];
    private final long[] sums = new long[LEAVES];

    public void add(String id, long hash) {
        add(RecordHash.leaf(id), 1, hash);
    }

    /** Adds a leaf, or part of it, that was summed up elsewhere. */
    public void add(int leaf, long count, long sum) {
        counts[leaf] += count;
        sums[leaf] += sum;
    }

    public void remove(String id, long hash) {
        int leaf = RecordHash.leaf(id);
        counts[leaf]--;
        sums[leaf] -= hash;
    }

    public Sum leaf(int leaf) {
        return new Sum(counts[leaf], sums[leaf]);
    }

    /** The sum of all leaves. */
    public Sum root() {
        return new Sum(Arrays.stream(counts).sum(), Arrays.stream(sums).sum());
    }

    /**
     * The number of records and the sum of their hashes modulo 2^64.
     *
     * @param sum to be read as unsigned
     */
    public record Sum(long count, long sum) {}
}
