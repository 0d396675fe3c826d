package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.op.OpKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log keeps it. Values and clocks stay JSON text from the owner to the sockets: nobody on the way needs
 * them as objects, but for the one merge into the record.
 *
 * @param changed JSON object of the values
 * @param clocks JSON text or object, in the form of {@link dev.xeocontext.contracts.merge.WireState}
 */
public record Change(
        UUID storeId,
        UUID eventId,
        String collection,
        UUID id,
        OpKind kind,
        String changed,
        String clocks,
        @Nullable Deletion deleted,
        @Nullable UUID opId,
        @Nullable UUID deviceId) {

    private static final int ENVELOPE = 320;

    /** About how many bytes it takes in a frame; sizes pages, not memory. */
    public int bytes() {
        return ENVELOPE + collection.length() + changed.length() + clocks.length();
    }
}
