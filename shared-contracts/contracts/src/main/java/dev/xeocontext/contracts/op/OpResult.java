package dev.xeocontext.contracts.op;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.WireState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one op. Results stand in the order of the ops.
 *
 * @param opId as the device sent it; {@code null} where none could be read
 * @param outcome of a duplicate: what it was answered first
 * @param deleted the deletion register as it now stands; {@code null} while it was never written
 * @param seq where the log has it, when that is known already
 * @param changed the op's fields as they now stand, of a set the elements that the op names; {@code null} when all of them
 *     stand as the device sent them, under the clock of the op
 * @param clocks their clocks, in the form of {@link WireState}; {@code null} when {@code changed} is
 * @param retryAfterMs of a retry: how long to wait, in milliseconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpResult(
        @Nullable String opId,
        OpStatus status,
        @Nullable OpStatus outcome,
        @Nullable Deletion deleted,
        @Nullable Long seq,
        @Nullable Map<String, @Nullable Object> changed,
        @Nullable Object clocks,
        @Nullable Long retryAfterMs,
        @Nullable Problem problem) {

    public static OpResult applied(String opId, WireState now) {
        return decided(opId, OpStatus.APPLIED, null, now);
    }

    public static OpResult superseded(String opId, WireState now) {
        return decided(opId, OpStatus.SUPERSEDED, null, now);
    }

    public static OpResult duplicate(String opId, OpStatus outcome, WireState now) {
        return decided(opId, OpStatus.DUPLICATE, outcome, now);
    }

    /**
     * Taken, and every field stands as it was sent.
     *
     * @param outcome of a duplicate only
     */
    public static OpResult standing(
            String opId, OpStatus status, @Nullable OpStatus outcome, @Nullable Deletion deleted) {
        return new OpResult(opId, status, outcome, deleted, null, null, null, null, null);
    }

    public static OpResult rejected(@Nullable String opId, Problem problem) {
        return new OpResult(opId, OpStatus.REJECTED, null, null, null, null, null, null, problem);
    }

    public static OpResult retry(@Nullable String opId, long afterMs, Problem problem) {
        return new OpResult(opId, OpStatus.RETRY, null, null, null, null, null, afterMs, problem);
    }

    private static OpResult decided(String opId, OpStatus status, @Nullable OpStatus outcome, WireState now) {
        return new OpResult(opId, status, outcome, now.deleted(), null, now.fields(), now.clocks(), null, null);
    }
}
