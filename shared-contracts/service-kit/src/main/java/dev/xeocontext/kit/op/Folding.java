package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.clock.HybridClock;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.kit.op.OpJournal.Claim;
import dev.xeocontext.kit.op.OpJournal.Entry;
import dev.xeocontext.kit.record.CollectionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides the writes of a transaction, in their order, over the rows that it holds locked. */
final class Folding {

    /** Rows of a table to insert and to update, each in the order of their keys. */
    record Lines(List<RecordTable.Line> created, List<RecordTable.Line> changed) {}

    /** Everything that is to be written, table by table in the order of their collections, and what to answer. */
    record Folded(
            List<Decision> decisions,
            Map<CollectionType, Lines> lines,
            List<RecordKey> refused,
            List<RecordKey> superseded,
            List<CloudEvent<RecordChanged>> events) {}

    /** Makes the event of a change. */
    @FunctionalInterface
    interface Envelope {

        /**
         * Wraps a change.
         *
         * @param traceparent the trace context of the write behind it
         */
        CloudEvent<RecordChanged> of(RecordChanged change, @Nullable String traceparent, Instant now);
    }

    private final HybridClock clock;
    private final long maxWeight;
    private final Envelope envelope;

    Folding(HybridClock clock, long maxWeight, Envelope envelope) {
        this.clock = clock;
        this.maxWeight = maxWeight;
        this.envelope = envelope;
    }

    Folded fold(List<Write> writes, Claim claim, Map<CollectionType, Map<RecordKey, Held>> locked, Instant now) {
        return new Run(claim, locked, now).fold(writes);
    }

    /** Decides the writes together: when one is refused, nothing is to be written, and every claim to be given back. */
    Folded fold(
            List<Write> writes,
            Claim claim,
            Map<CollectionType, Map<RecordKey, Held>> locked,
            Instant now,
            Together together) {
        Run run = new Run(claim, locked, now);
        Folded folded = run.fold(writes);
        return together.isAborted(folded.decisions()) ? run.abort(folded.decisions(), together) : folded;
    }

    /** The state of one folding. */
    private final class Run {

        private final Claim claim;
        private final Map<CollectionType, Map<RecordKey, Held>> locked;
        private final Instant now;
        private final SortedMap<CollectionType, SortedMap<RecordKey, Fold>> folds =
                new TreeMap<>(Comparator.comparing(CollectionType::name));
        private final Map<RecordKey, Verdict> verdicts = new HashMap<>();
        private final List<RecordKey> refused = new ArrayList<>();
        private final List<RecordKey> superseded = new ArrayList<>();
        private final List<CloudEvent<RecordChanged>> events = new ArrayList<>();

        Run(Claim claim, Map<CollectionType, Map<RecordKey, Held>> locked, Instant now) {
            this.claim = claim;
            this.locked = locked;
            this.now = now;
        }

        Folded fold(List<Write> writes) {
            List<Verdict> inOrder = writes.stream().map(this::decide).toList();
            List<Decision> decisions = new ArrayList<>(writes.size());
            for (int i = 0; i < writes.size(); i++) {
                Write write = writes.get(i);
                decisions.add(inOrder.get(i).decision(write, foldOf(write).held()));
            }
            return new Folded(decisions, lines(), refused, superseded, events);
        }

        private Folded abort(List<Decision> decisions, Together together) {
            List<Decision> aborted = decisions.stream()
                    .map(decision ->
                            decision instanceof Decision.Refused ? decision : abort(decision.write(), together))
                    .toList();
            return new Folded(aborted, Map.of(), List.copyOf(claim.fresh()), List.of(), List.of());
        }

        /** A write that was taken before stays taken; its record is as it was. */
        private Decision abort(Write write, Together together) {
            Entry known = claim.known().get(write.opKey());
            return known == null ? together.aborted(write) : new Decision.Repeated(write, known.outcome(), held(write));
        }

        private Verdict decide(Write write) {
            Verdict earlier = verdicts.get(write.opKey());
            if (earlier != null && earlier.problem() == null) {
                return again(write, earlier);
            }
            refused.remove(write.opKey());
            Entry known = claim.known().get(write.opKey());
            Verdict verdict = known != null ? repeated(write, known) : apply(write);
            verdicts.put(write.opKey(), verdict);
            return verdict;
        }

        private Verdict repeated(Write write, Entry known) {
            return isAnother(write, known.fingerprint())
                    ? Verdict.anotherRequest(known.fingerprint())
                    : new Verdict(known.outcome(), null, true, known.fingerprint());
        }

        /**
         * The same id once more: what was taken is a repetition now, unless another request goes by that id. What was refused
         * is looked at anew, as it would be in a transaction of its own.
         */
        private static Verdict again(Write write, Verdict earlier) {
            return isAnother(write, earlier.fingerprint())
                    ? Verdict.anotherRequest(earlier.fingerprint())
                    : new Verdict(earlier.status(), earlier.problem(), true, earlier.fingerprint());
        }

        private static boolean isAnother(Write write, @Nullable Long fingerprint) {
            return write.fingerprint() != null && !Objects.equals(write.fingerprint(), fingerprint);
        }

        private Verdict apply(Write write) {
            return switch (foldOf(write).apply(write)) {
                case Fold.Step.No no -> {
                    refused.add(write.opKey());
                    yield new Verdict(null, no.problem(), false, write.fingerprint());
                }
                case Fold.Step.Done done -> {
                    if (done.status() == OpStatus.SUPERSEDED) {
                        superseded.add(write.opKey());
                    }
                    if (done.event() != null) {
                        events.add(envelope.of(done.event(), write.traceparent(), now));
                    }
                    yield new Verdict(done.status(), null, false, write.fingerprint());
                }
            };
        }

        private Fold foldOf(Write write) {
            return folds.computeIfAbsent(write.type(), type -> new TreeMap<>())
                    .computeIfAbsent(write.key(), key -> new Fold(held(write), clock, now, maxWeight));
        }

        private Held held(Write write) {
            return locked.getOrDefault(write.type(), Map.of())
                    .getOrDefault(write.key(), Held.nothing(write.op().id()));
        }

        private Map<CollectionType, Lines> lines() {
            Map<CollectionType, Lines> lines = new LinkedHashMap<>();
            folds.forEach((type, ofType) -> {
                Lines both = new Lines(new ArrayList<>(), new ArrayList<>());
                ofType.forEach((key, fold) -> {
                    RecordTable.Line line = new RecordTable.Line(key.storeId(), fold.held());
                    if (fold.isNew()) {
                        both.created().add(line);
                    } else if (fold.isChanged()) {
                        both.changed().add(line);
                    }
                });
                lines.put(type, both);
            });
            return lines;
        }
    }

    /**
     * What was decided of an op id. Either has a status or a problem.
     *
     * @param fingerprint of the request that the id was given with first
     */
    private record Verdict(
            @Nullable OpStatus status,
            @Nullable Problem problem,
            boolean repeated,
            @Nullable Long fingerprint) {

        static Verdict anotherRequest(@Nullable Long first) {
            return new Verdict(null, Problem.of(ProblemCode.IDEMPOTENCY_KEY_REUSED, null), true, first);
        }

        Decision decision(Write write, Held held) {
            if (problem != null) {
                return new Decision.Refused(write, problem);
            }
            if (status == null) {
                throw new IllegalStateException("a verdict has a status or a problem");
            }
            return repeated ? new Decision.Repeated(write, status, held) : new Decision.Taken(write, status, held);
        }
    }
}
