package dev.xeocontext.kit.outbox;

import io.smallrye.mutiny.Uni;

/** The way to the broker. */
interface EventSender {

    /** Whether there is a way at the moment; where there is none, nothing is kept for later. */
    boolean isReady();

    /**
     * Sends a message; completes when the broker has confirmed it. Fails with {@link NotSent} when it was not sent at all, and
     * otherwise when the broker refuses it or the connection is lost before it was confirmed: then the broker may have it.
     */
    Uni<Void> send(OutboxMessage message);
}
