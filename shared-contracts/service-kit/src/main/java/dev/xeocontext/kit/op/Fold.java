package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.clock.HybridClock;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.merge.ElementSet;
import dev.xeocontext.contracts.merge.FieldState;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.contracts.op.OpStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds the writes of one record, in order, into what its locked row holds. Pure but for the clock, of which it takes
 * readings; its stamps exceed every clock of the row. One fold per record and transaction.
 */
final class Fold {

    /** What a write did to the record, before the rest of the transaction. */
    sealed interface Step {

        /**
         * It was taken.
         *
         * @param event what became true; {@code null} when nothing did
         */
        record Done(OpStatus status, @Nullable RecordChanged event) implements Step {}

        record No(Problem problem) implements Step {}
    }

    /** Most elements that a set may ever have had. */
    static final int MAX_ELEMENTS = 1_000;

    private final HybridClock clock;
    private final Instant now;
    private final long maxWeight;
    private final Held before;
    private Held held;

    /**
     * @param before the locked row
     * @param maxWeight most room that a record may take, in characters
     */
    Fold(Held before, HybridClock clock, Instant now, long maxWeight) {
        this.before = before;
        this.held = before;
        this.clock = clock;
        this.now = now;
        this.maxWeight = maxWeight;
    }

    Step apply(Write write) {
        RecordState current = held.state();
        try {
            write.guard().check(held);
        } catch (ProblemException objection) {
            return new Step.No(objection.problem());
        }
        if (held.isPurged()) {
            return no(ProblemCode.GONE, null);
        }
        Op op = write.op();
        RecordState patch = write.draft().stamped(op.hlc() == null ? stamp(current) : op.hlc(), current);
        List<String> reused = Merge.reusedClocks(current, patch);
        if (!reused.isEmpty()) {
            return no(ProblemCode.CLOCK_REUSED, String.join(", ", reused));
        }
        RecordState next = Merge.join(current, patch);
        if (next.weight() > Math.max(maxWeight, current.weight())) {
            return no(ProblemCode.TOO_LARGE, "The record would be larger than " + maxWeight + " characters");
        }
        String overfull = overfull(current, next);
        return overfull == null
                ? take(write, current, next)
                : noMoreElements(write.draft().pointer(overfull));
    }

    /** A set that has grown beyond what a set may have; removed elements count, because they are never forgotten. */
    private static @Nullable String overfull(RecordState current, RecordState next) {
        for (Map.Entry<String, FieldState> field : next.fields().entrySet()) {
            int size = elements(field.getValue());
            if (size > MAX_ELEMENTS && size > elements(current.fields().get(field.getKey()))) {
                return field.getKey();
            }
        }
        return null;
    }

    private static int elements(@Nullable FieldState field) {
        return field instanceof ElementSet set ? set.elements().size() : 0;
    }

    private static Step noMoreElements(String pointer) {
        String detail = "may have " + MAX_ELEMENTS + " elements, those that were removed included";
        return new Step.No(
                Problem.of(ProblemCode.VALIDATION_FAILED, null, List.of(new Problem.Fault(pointer, detail))));
    }

    @SuppressWarnings("ReferenceEquality") // the merge tells by identity that nothing changed
    private Step take(Write write, RecordState current, RecordState next) {
        boolean hidden = write.op().kind() == OpKind.PUT && current.isDeleted();
        if (next == current) {
            return new Step.Done(OpStatus.SUPERSEDED, null);
        }
        held = held.changed(next, now);
        return new Step.Done(hidden ? OpStatus.SUPERSEDED : OpStatus.APPLIED, event(write, current, next));
    }

    private Hlc stamp(RecordState current) {
        return current.latest().map(clock::after).orElseGet(clock::now);
    }

    /**
     * What changed, of a set the elements that did. A record that is shown again is told whole: who purged it meanwhile has
     * nothing left of it.
     */
    @SuppressWarnings("ReferenceEquality") // the merge tells by identity that a field did not change
    private static RecordChanged event(Write write, RecordState current, RecordState next) {
        boolean shownAgain = current.isDeleted() && !next.isDeleted();
        Map<String, FieldState> changed = new LinkedHashMap<>();
        next.fields().forEach((name, field) -> {
            FieldState before = current.fields().get(name);
            FieldState told = shownAgain ? field : field == before ? null : change(before, field);
            if (told != null) {
                changed.put(name, told);
            }
        });
        boolean moved = next.deletion() != current.deletion();
        WireState wire = WireState.of(new RecordState(changed, moved ? next.deletion() : null));
        Op op = write.op();
        return new RecordChanged(
                write.storeId(),
                op.collection(),
                op.id(),
                op.kind(),
                wire.fields(),
                wire.clocks(),
                wire.deleted(),
                op.opId(),
                write.deviceId());
    }

    private static @Nullable FieldState change(@Nullable FieldState before, FieldState after) {
        return before instanceof ElementSet old && after instanceof ElementSet set ? set.since(old) : after;
    }

    private static Step no(ProblemCode code, @Nullable String detail) {
        return new Step.No(Problem.of(code, detail));
    }

    /** The record after the writes so far. */
    Held held() {
        return held;
    }

    boolean isNew() {
        return before.createdAt() == null && isChanged();
    }

    @SuppressWarnings("ReferenceEquality") // replaced, never altered
    boolean isChanged() {
        return held != before;
    }
}
