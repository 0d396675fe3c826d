package dev.xeocontext.kit.outbox;

import java.util.UUID;

/**
 * A message for the broker: events of one transaction, all of stores that go the same way.
 *
 * @param storeId one of these stores
 * @param routingKey the way it takes through the exchange of events
 * @param payload a CloudEvents batch in JSON
 */
public record OutboxMessage(UUID id, UUID storeId, String routingKey, String payload) {}
