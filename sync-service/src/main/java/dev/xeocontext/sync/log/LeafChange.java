package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.RecordState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an event did to the digest of its collection.
 *
 * @param leaf of its record; of no meaning when nothing changed
 * @param count how many records more
 * @param hash how much more the sum of their hashes is, modulo 2^64
 */
record LeafChange(int leaf, int count, long hash) {

    static final LeafChange NONE = new LeafChange(0, 0, 0);

    /**
     * A record and its hash.
     *
     * @param hash {@link RecordHash} of the state
     */
    record Hashed(RecordState state, long hash) {

        static Hashed of(UUID id, RecordState state) {
            return new Hashed(state, RecordHash.of(id.toString(), state));
        }

        /** What it adds to the sums. Tombstones that are older than the last purge count for nothing, whenever they come. */
        private Digest.Sum share(long purgedBefore) {
            boolean old = state.deletion() != null
                    && state.deletion().value()
                    && state.deletion().clock().millis() < purgedBefore;
            return old ? NOTHING : new Digest.Sum(1, hash);
        }
    }

    private static final Digest.Sum NOTHING = new Digest.Sum(0, 0);

    /**
     * The change from one state of a record to another.
     *
     * @param before {@code null} while there was none
     * @param purgedBefore of the store, Unix time in milliseconds
     */
    static LeafChange between(UUID id, @Nullable Hashed before, Hashed after, long purgedBefore) {
        Digest.Sum was = before == null ? NOTHING : before.share(purgedBefore);
        Digest.Sum is = after.share(purgedBefore);
        return new LeafChange(
                RecordHash.leaf(id.toString()), Math.toIntExact(is.count() - was.count()), is.sum() - was.sum());
    }
}
