package dev.xeocontext.contracts.event;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What sync-service sends to the owner of some collections, {@code POST /internal/v1/ops}, with the token of the user.
 *
 * @param ops as they arrived, of one store, oldest first
 */
public record OpBatch(UUID storeId, List<@Nullable Object> ops) {}
