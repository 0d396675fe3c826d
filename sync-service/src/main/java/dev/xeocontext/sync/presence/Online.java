package dev.xeocontext.sync.presence;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Whether a device is connected, on whatever replica. */
public interface Online {

    /** Fails with {@link ProblemException}, {@link ProblemCode#UNAVAILABLE}, when it cannot be known. */
    Uni<Boolean> isOnline(UUID storeId, UUID deviceId);
}
