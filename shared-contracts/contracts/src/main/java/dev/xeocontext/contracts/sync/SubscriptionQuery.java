package dev.xeocontext.contracts.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a subscription asks for.
 *
 * @param collections at least one, sorted
 */
public record SubscriptionQuery(SortedSet<String> collections) {

    public SubscriptionQuery {
        if (collections.isEmpty()) {
            throw new IllegalArgumentException("a subscription names at least one collection");
        }
        collections = Collections.unmodifiableSortedSet(new TreeSet<>(collections));
    }

    public static SubscriptionQuery of(Collection<String> collections) {
        return new SubscriptionQuery(new TreeSet<>(collections));
    }

    /** The same for the same query, whatever the order it was written in. */
    public long hash() {
        try {
            byte[] text = String.join("\n", collections).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
