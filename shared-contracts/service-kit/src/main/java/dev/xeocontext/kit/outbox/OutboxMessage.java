package dev.xeocontext.kit.outbox;

import java.util.UUID;

/**
 * A message for the broker: the events of one transaction and one store.
 *
 * @param payload a CloudEvents batch in JSON
 */
public record OutboxMessage(UUID id, UUID storeId, String payload) {}
