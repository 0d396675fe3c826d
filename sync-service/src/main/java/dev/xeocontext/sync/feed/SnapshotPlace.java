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
 * @param shown the greatest last {@code seq} on the pages so far, at least {@code asOf}
 */
record SnapshotPlace(UUID epoch, Position asOf, long query, long shown, Way way) {

    /** The order in which the pages go through the records. */
    sealed interface Way {}

    /**
     * All of them, collection by collection.
     *
     * @param collection which of the query's collections, in order
     * @param after the last record that was read of it
     */
    record All(int collection, @Nullable UUID after) implements Way {}

    /** Those that changed after {@code seq}, the longest unchanged first. */
    record Changed(long seq) implements Way {}

    private static final byte VERSION = 1;
    private static final byte FIRST_OF_COLLECTION = 0;
    private static final byte IN_COLLECTION = 1;
    private static final byte CHANGED = 2;
    private static final int BYTES = 1 + 16 + 8 + 8 + 8 + 8 + 1 + 8 + 16;
    private static final UUID NONE = new UUID(0, 0);

    /** Before the first page. */
    static SnapshotPlace before(UUID epoch, Position asOf, long query, Way way) {
        return new SnapshotPlace(epoch, asOf, query, asOf.seq(), way);
    }

    /** After a page. */
    SnapshotPlace goOn(Way next, long seen) {
        return new SnapshotPlace(epoch, asOf, query, Math.max(shown, seen), next);
    }

    String encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(epoch.getMostSignificantBits())
                .putLong(epoch.getLeastSignificantBits())
                .putLong(asOf.seq())
                .putLong(asOf.check())
                .putLong(query)
                .putLong(shown);
        switch (way) {
            case All all ->
                put(out, all.after() == null ? FIRST_OF_COLLECTION : IN_COLLECTION, all.collection(), all.after());
            case Changed changed -> put(out, CHANGED, changed.seq(), null);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    private static void put(ByteBuffer out, byte kind, long number, @Nullable UUID after) {
        UUID last = after == null ? NONE : after;
        out.put(kind).putLong(number).putLong(last.getMostSignificantBits()).putLong(last.getLeastSignificantBits());
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
        long shown = in.getLong();
        Way way = way(in.get(), in.getLong(), new UUID(in.getLong(), in.getLong()), collections);
        return way == null ? Optional.empty() : Optional.of(new SnapshotPlace(epoch, asOf, query, shown, way));
    }

    private static @Nullable Way way(byte kind, long number, UUID last, int collections) {
        boolean collection = number >= 0 && number < collections;
        return switch (kind) {
            case FIRST_OF_COLLECTION -> collection ? new All((int) number, null) : null;
            case IN_COLLECTION -> collection ? new All((int) number, last) : null;
            case CHANGED -> number >= 0 ? new Changed(number) : null;
            default -> null;
        };
    }
}
