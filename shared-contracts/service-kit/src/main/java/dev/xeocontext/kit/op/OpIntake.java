package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.OpBatchAnswer;
import dev.xeocontext.contracts.op.AnswerRoom;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.contracts.op.OpReader;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.Collections;
import dev.xeocontext.kit.record.Draft;
import dev.xeocontext.kit.record.Drafting;
import dev.xeocontext.kit.trace.TraceParent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a batch of ops as it arrived: reads and checks each by itself, applies those that pass, and puts the answers
 * together in the order of the ops.
 */
public final class OpIntake {

    private final Collections collections;
    private final OpApplication application;
    private final InstantSource time;
    private final Duration maxSkew;
    private final long maxAnswerBytes;

    OpIntake(Collections collections, OpApplication application, InstantSource time, OpConfig config) {
        this.collections = collections;
        this.application = application;
        this.time = time;
        this.maxSkew = config.maxSkew();
        this.maxAnswerBytes = config.maxAnswerBytes();
    }

    /** What stands in the place of an op until the answer is put together. */
    private sealed interface Slot {
        record Admitted(Write write) implements Slot {}

        record Answered(OpResult result) implements Slot {}
    }

    /**
     * Applies the ops of a caller to the caller's own store. Results that the answer has no room for are {@code retry};
     * what was asked for has come true all the same.
     *
     * @param atomic all of them or none
     */
    public Uni<OpBatchAnswer> take(Caller caller, List<@Nullable Object> ops, boolean atomic) {
        @Nullable String trace = TraceParent.current();
        List<Slot> slots = ops.stream().map(raw -> slot(caller, trace, raw)).toList();
        List<Write> writes = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot instanceof Slot.Admitted admitted) {
                writes.add(admitted.write());
            }
        }
        Uni<Applied> outcome =
                atomic ? application.applyTogether(writes, writes.size() < slots.size()) : application.apply(writes);
        return outcome.map(applied -> answer(slots, applied));
    }

    private Slot slot(Caller caller, @Nullable String trace, @Nullable Object raw) {
        return switch (OpReader.read(raw)) {
            case OpReader.Refused refused -> new Slot.Answered(OpResult.rejected(refused.opId(), refused.problem()));
            case OpReader.Wellformed wellformed -> admit(caller, trace, wellformed.op());
        };
    }

    private Slot admit(Caller caller, @Nullable String trace, Op op) {
        try {
            CollectionType type = collections
                    .find(op.collection())
                    .orElseThrow(() -> new ProblemException(ProblemCode.UNKNOWN_COLLECTION, op.collection()));
            Draft draft = Drafting.of(type, op);
            checkWritesSomething(op);
            return new Slot.Admitted(
                    new Write(caller.storeId(), caller.deviceId(), type, op, draft, guard(op), null, trace));
        } catch (ProblemException refusal) {
            return new Slot.Answered(OpResult.rejected(op.opId().toString(), refusal.problem()));
        }
    }

    /** A clock that is ahead is in the way of an op that is new, not of one that was taken before clocks were moved. */
    private Guard guard(Op op) {
        long now = time.millis();
        Hlc hlc = op.hlc();
        if (hlc == null || hlc.millis() - now <= maxSkew.toMillis()) {
            return Guard.NONE;
        }
        String detail = "The clock is %d ms ahead; the server has %d".formatted(hlc.millis() - now, now);
        return held -> {
            throw new ProblemException(ProblemCode.CLOCK_SKEW, detail);
        };
    }

    private static void checkWritesSomething(Op op) {
        if (op.kind() == OpKind.PUT && op.fields().isEmpty()) {
            throw new ProblemException(
                    ProblemCode.VALIDATION_FAILED,
                    null,
                    List.of(new Problem.Fault("/fields", "must name at least one field")));
        }
    }

    private OpBatchAnswer answer(List<Slot> slots, Applied applied) {
        Iterator<Decision> decisions = applied.decisions().iterator();
        List<OpResult> results = slots.stream()
                .map(slot -> switch (slot) {
                    case Slot.Answered answered -> answered.result();
                    case Slot.Admitted admitted -> decisions.next().result();
                })
                .toList();
        return new OpBatchAnswer(AnswerRoom.fill(results, maxAnswerBytes), applied.events());
    }
}
