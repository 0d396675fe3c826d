package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.SubscriptionQuery;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a device asked for, checked. It is kept as long as the subscription, so it holds no text that is longer than what it
 * says.
 *
 * @param deviceId who asks: that its own ops are over is told it whatever the query says
 */
public record SubscriptionRequest(
        @Nullable String ref, String sub, UUID storeId, UUID deviceId, SubscriptionQuery query, Wish wish) {

    /** One that begins where the cursor or {@code next} leads, which may be nowhere. */
    public SubscriptionRequest(
            @Nullable String ref,
            String sub,
            UUID storeId,
            UUID deviceId,
            SubscriptionQuery query,
            @Nullable String cursor,
            @Nullable String next) {
        this(ref, sub, storeId, deviceId, query, Wish.of(query, cursor, next));
    }
}
