package dev.xeocontext.contracts.event;

import java.util.UUID;

/**
 * The way of events through the broker: one topic exchange. Changes of records have a routing key {@code
 * <service>.<slot>}, and a few queues share them; other happenings have a key of their own.
 */
public final class EventRoute {

    public static final String EXCHANGE = "xeo.events";

    /** The routing key of {@link SessionRevoked}. */
    public static final String SESSION_REVOKED = "identity.session-revoked";

    /** How many queues share the partitions: slot n takes every partition that is n modulo this number. */
    public static final int SLOTS = 4;

    private EventRoute() {}

    /** The slot of a store's events, 0 to {@link #SLOTS} - 1. */
    public static int slot(UUID storeId) {
        return Partition.of(storeId.toString()) % SLOTS;
    }

    /** The routing key of changes in a store. */
    public static String key(String service, UUID storeId) {
        return service + '.' + slot(storeId);
    }
}
