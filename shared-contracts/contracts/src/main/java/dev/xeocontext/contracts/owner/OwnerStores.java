package dev.xeocontext.contracts.owner;

import java.util.List;
import java.util.UUID;

/**
 * A page of the stores that an owner has records of, {@code GET /internal/v1/stores?after=&limit=}, in the order of their
 * ids.
 */
public record OwnerStores(List<UUID> storeIds) {}
