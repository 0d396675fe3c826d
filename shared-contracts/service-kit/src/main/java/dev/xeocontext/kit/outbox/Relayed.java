package dev.xeocontext.kit.outbox;

import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What became of the messages of a relay's round. Safe for use by several threads. */
final class Relayed {

    private final Queue<UUID> confirmed = new ConcurrentLinkedQueue<>();
    private final Queue<UUID> failed = new ConcurrentLinkedQueue<>();
    private final Queue<UUID> unsent = new ConcurrentLinkedQueue<>();

    void confirmed(OutboxMessage message) {
        confirmed.add(message.id());
    }

    void failed(OutboxMessage message, Throwable reason) {
        (reason instanceof NotSent ? unsent : failed).add(message.id());
    }

    void unsent(OutboxMessage message) {
        unsent.add(message.id());
    }

    List<UUID> confirmed() {
        return List.copyOf(confirmed);
    }

    List<UUID> failed() {
        return List.copyOf(failed);
    }

    List<UUID> unsent() {
        return List.copyOf(unsent);
    }

    /** Whether the next round may follow at once: something was there, and all of it arrived. */
    boolean isSmooth() {
        return !confirmed.isEmpty() && failed.isEmpty() && unsent.isEmpty();
    }
}
