package dev.xeocontext.contracts.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription asks for.
 *
 * @param collections at least one, sorted; with a filter, exactly one
 * @param where which of its records; all when {@code null}
 */
public record SubscriptionQuery(
        SortedSet<String> collections, @Nullable Where where) {

    public SubscriptionQuery {
        if (collections.isEmpty()) {
            throw new IllegalArgumentException("a subscription names at least one collection");
        }
        if (where != null && collections.size() > 1) {
            throw new IllegalArgumentException("a filter is about one collection");
        }
        collections = Collections.unmodifiableSortedSet(new TreeSet<>(collections));
    }

    public static SubscriptionQuery of(Collection<String> collections) {
        return of(collections, null);
    }

    public static SubscriptionQuery of(Collection<String> collections, @Nullable Where where) {
        return new SubscriptionQuery(new TreeSet<>(collections), where);
    }

    /** The same for the same query, whatever the order it was written in. */
    public long hash() {
        try {
            String names = String.join("\n", collections);
            String text = where == null ? names : names + '\n' + where.canonical();
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
