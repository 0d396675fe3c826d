package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.SubscriptionQuery;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a device asked for, checked. */
public record SubscriptionRequest(
        @Nullable String ref,
        String sub,
        UUID storeId,
        SubscriptionQuery query,
        @Nullable String cursor,
        @Nullable String next) {}
