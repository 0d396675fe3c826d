package dev.xeocontext.kit.outbox;

import io.smallrye.mutiny.Uni;

/** The way to the broker. */
@FunctionalInterface
interface EventSender {

    /** Sends a message; completes when the broker has confirmed it, fails or never completes when it has not. */
    Uni<Void> send(OutboxMessage message);
}
