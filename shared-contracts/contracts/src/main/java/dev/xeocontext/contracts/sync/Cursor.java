package dev.xeocontext.contracts.sync;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in the log of a store, for one query. Opaque to clients, who keep and return it.
 *
 * @param epoch of the store when it was given out
 * @param seq everything up to here has been seen
 * @param check a part of the id of the event at {@code seq}, to tell whether it is still that history; 0 at the start
 * @param query {@link SubscriptionQuery#hash()} of the subscription
 * @param shown what records were shown as of, at the latest: {@code seq}, or more where records were read later than
 *     the log up to there
 */
public record Cursor(UUID epoch, long seq, long check, long query, long shown) {

    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 16 + 8 + 8 + 8 + 8;

    public Cursor(UUID epoch, long seq, long check, long query) {
        this(epoch, seq, check, query, seq);
    }

    /** The check of an event with this id. */
    public static long checkOf(UUID eventId) {
        return eventId.getLeastSignificantBits();
    }

    public String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(epoch.getMostSignificantBits())
                .putLong(epoch.getLeastSignificantBits())
                .putLong(seq)
                .putLong(check)
                .putLong(query)
                .putLong(shown);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Reads it back; empty when it is no cursor of this version. */
    public static Optional<Cursor> decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        return Optional.of(new Cursor(
                new UUID(in.getLong(), in.getLong()), in.getLong(), in.getLong(), in.getLong(), in.getLong()));
    }
}
