package dev.xeocontext.sync.handoff;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Keeps what activities were. */
@FunctionalInterface
interface History {

    /** Done once it is kept; the same once more changes nothing. */
    Uni<Void> keep(UUID storeId, Past past);
}
