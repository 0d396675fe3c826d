package dev.xeocontext.sync.consume;

import io.smallrye.mutiny.Uni;

/** Where messages go that the log can never take. */
@FunctionalInterface
interface DeadLetters {

    Uni<Void> keep(String queue, String reason, byte[] body);
}
