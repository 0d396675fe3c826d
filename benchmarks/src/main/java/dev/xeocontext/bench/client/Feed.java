package dev.xeocontext.bench.client;

import dev.xeocontext.contracts.sync.ServerMessage;

/** Hears what a device is told, on the thread of the socket. */
public interface Feed {

    /** Listens to nothing. */
    Feed NONE = new Feed() {};

    /**
     * An op of this id came.
     *
     * @param at when the frame was there, by {@link System#nanoTime}
     */
    default void event(String opId, long at) {}

    /**
     * Another device of the person is at this.
     *
     * @param at when the frame was there, by {@link System#nanoTime}
     */
    default void offered(ServerMessage.Offered offer, long at) {}

    default void page(ServerMessage.Snapshot page) {}
}
