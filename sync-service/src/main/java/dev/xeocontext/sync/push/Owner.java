package dev.xeocontext.sync.push;

import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.event.OpBatchAnswer;
import io.smallrye.mutiny.Uni;

/** A service that owns collections. */
@FunctionalInterface
interface Owner {

    /**
     * Applies ops for the user of the token.
     *
     * <p>Fails with {@link Undecided} when it is not known, or not yet decided, what becomes of them, and with a
     * {@link dev.xeocontext.contracts.error.ProblemException} when the owner refuses all of them.
     */
    Uni<OpBatchAnswer> apply(String token, OpBatch batch);
}
