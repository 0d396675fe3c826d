package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import java.util.Optional;

/** Watches that the deltas of one subscription leave no gap and tell nothing twice. */
final class Progress {

    private long at;
    private boolean exact;

    /**
     * A subscription that begins here.
     *
     * @param exact whether the server's first delta must start from this very place; otherwise it may be a later one
     */
    Progress(long at, boolean exact) {
        this.at = at;
        this.exact = exact;
    }

    void jumpTo(long seq) {
        at = seq;
        exact = true;
    }

    /** What is wrong with a delta that comes now. */
    Optional<String> follow(Delta delta) {
        var fault = fault(delta);
        at = delta.to();
        exact = true;
        return fault;
    }

    private Optional<String> fault(Delta delta) {
        if (exact ? delta.from() != at : delta.from() < at) {
            return Optional.of("delta from %d after %d".formatted(delta.from(), at));
        }
        long last = delta.from();
        for (DeltaEvent event : delta.events()) {
            if (event.seq() <= last || event.seq() > delta.to()) {
                return Optional.of("event %d after %d in a delta to %d".formatted(event.seq(), last, delta.to()));
            }
            last = event.seq();
        }
        return Optional.empty();
    }
}
