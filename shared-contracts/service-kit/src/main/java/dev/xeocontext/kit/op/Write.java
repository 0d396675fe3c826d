package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.Draft;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A write that may go into a transaction: well-formed, and valid for its collection.
 *
 * @param deviceId the device behind it
 * @param fingerprint of the request that an idempotency key was given with: the same op id with another one is refused
 * @param traceparent the trace context of the request behind it; its transaction runs elsewhere
 */
public record Write(
        UUID storeId,
        UUID deviceId,
        CollectionType type,
        Op op,
        Draft draft,
        Guard guard,
        @Nullable Long fingerprint,
        @Nullable String traceparent) {

    /** What a write takes beside its values, in characters: ids, clock, names. */
    private static final long FRAME = 200;

    RecordKey key() {
        return new RecordKey(storeId, op.id());
    }

    RecordKey opKey() {
        return new RecordKey(storeId, op.opId());
    }

    /** Whether a device pushed it: its event is told with the answer, and through the broker only to be sure. */
    boolean isPushed() {
        return op.hlc() != null;
    }

    /** How much room it takes, in characters. */
    long weight() {
        return FRAME + draft.weight();
    }
}
