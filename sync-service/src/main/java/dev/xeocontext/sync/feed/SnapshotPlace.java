package dev.xeocontext.sync.feed;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in a snapshot: the next page begins after it. As a token, opaque to clients.
 *
 * @param asOf the head before the first page
 * @param query hash of the query
 * @param collection which of the query's collections, in order
 * @param after the last record that was sent of it
 */
record SnapshotPlace(
        UUID epoch,
        Position asOf,
        long query,
        int collection,
        @Nullable UUID after) {

    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 16 + 8 + 8 + 8 + 4 + 1 + 16;
    private static final UUID NONE = new UUID(0, 0);

    static SnapshotPlace first(UUID epoch, Position asOf, long query) {
        return new SnapshotPlace(epoch, asOf, query, 0, null);
    }

    SnapshotPlace after(UUID id) {
        return new SnapshotPlace(epoch, asOf, query, collection, id);
    }

    SnapshotPlace nextCollection() {
        return new SnapshotPlace(epoch, asOf, query, collection + 1, null);
    }

    String encode() {
        UUID last = after == null ? NONE : after;
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(epoch.getMostSignificantBits())
                .putLong(epoch.getLeastSignificantBits())
                .putLong(asOf.seq())
                .putLong(asOf.check())
                .putLong(query)
                .putInt(collection)
                .put((byte) (after == null ? 0 : 1))
                .putLong(last.getMostSignificantBits())
                .putLong(last.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads it back; empty when it is no such token.
     *
     * @param collections how many the query has
     */
    static Optional<SnapshotPlace> decode(String token, int collections) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        UUID epoch = new UUID(in.getLong(), in.getLong());
        Position asOf = new Position(in.getLong(), in.getLong());
        long query = in.getLong();
        int collection = in.getInt();
        boolean begun = in.get() != 0;
        UUID last = new UUID(in.getLong(), in.getLong());
        boolean inRange = collection >= 0 && collection < collections;
        return inRange
                ? Optional.of(new SnapshotPlace(epoch, asOf, query, collection, begun ? last : null))
                : Optional.empty();
    }
}
