package dev.xeocontext.contracts.digest;

/**
 * A {@link Digest.Sum} on the wire.
 *
 * @param count how many records
 * @param sum of their hashes modulo 2^64, as 16 hexadecimal digits
 */
public record LeafSum(long count, String sum) {

    public static LeafSum of(Digest.Sum sum) {
        return new LeafSum(sum.count(), RecordHash.hex(sum.sum()));
    }
}
