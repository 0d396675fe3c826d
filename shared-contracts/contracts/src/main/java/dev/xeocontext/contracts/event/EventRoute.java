package dev.xeocontext.contracts.event;

import java.util.UUID;

/**
 * The way of events through the broker: one topic exchange, a few queues that share the partitions, and a routing key
 * {@code <service>.<slot>}.
 */
public final class EventRoute {

    public static final String EXCHANGE = "xeo.events";

    /** How many queues share the partitions: slot n takes every partition that is n modulo this number. */
    public static final int SLOTS = 4;

    private EventRoute() {}

    /** The slot of a store's events, 0 to {@link #SLOTS} - 1. */
    public static int slot(UUID storeId) {
        return Partition.of(storeId.toString()) % SLOTS;
    }

    public static String key(String service, UUID storeId) {
        return service + '.' + slot(storeId);
    }
}
