package dev.xeocontext.sync.digest;

import dev.xeocontext.contracts.digest.Digest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The sums of a digest in tables: of each leaf the count and the sum, 8 bytes each. */
final class Sums {

    private static final int LEAF_BYTES = 16;

    private Sums() {}

    static Buffer write(Digest digest) {
        Buffer bytes = Buffer.buffer(Digest.LEAVES * LEAF_BYTES);
        for (int leaf = 0; leaf < Digest.LEAVES; leaf++) {
            Digest.Sum sum = digest.leaf(leaf);
            bytes.appendLong(sum.count()).appendLong(sum.sum());
        }
        return bytes;
    }

    /** @param bytes {@code null} for none yet */
    static Digest read(@Nullable Buffer bytes) {
        Digest digest = new Digest();
        for (int leaf = 0; bytes != null && leaf < Digest.LEAVES; leaf++) {
            digest.add(leaf, bytes.getLong(leaf * LEAF_BYTES), bytes.getLong(leaf * LEAF_BYTES + 8));
        }
        return digest;
    }

    /** Adds the columns {@code leaves}, {@code counts} and {@code hashes}, which are absent when there is nothing to add. */
    static void add(Digest digest, Row row, int sign) {
        Integer[] leaves = row.getArrayOfIntegers("leaves");
        if (leaves == null) {
            return;
        }
        Long[] counts = row.getArrayOfLongs("counts");
        String[] hashes = row.getArrayOfStrings("hashes");
        for (int i = 0; i < leaves.length; i++) {
            // the low 64 bits are the sum modulo 2^64
            long hash = new BigInteger(hashes[i]).longValue();
            digest.add(leaves[i], sign * counts[i], sign * hash);
        }
    }
}
