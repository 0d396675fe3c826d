package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.op.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The ops of a device and what became of them. Guarded by its {@link LocalStore}. */
final class Outbox {

    /** How long an acked op is kept, in case that the server is put back to a backup without it. */
    static final Duration KEPT = Duration.ofDays(7);

    /** @param seen whether its event has come; until then it is shown, which does no harm when a snapshot has it too */
    private record Acked(Op op, Instant at, boolean seen) {}

    private static final Comparator<Op> OLDEST_FIRST = Comparator.comparing(op -> Objects.requireNonNull(op.hlc()));

    private final Map<UUID, Op> unsent = new LinkedHashMap<>();
    private final Map<UUID, Acked> acked = new LinkedHashMap<>();
    private final List<RefusedOp> refused = new ArrayList<>();

    void add(Op op) {
        unsent.put(op.opId(), op);
    }

    boolean isEmpty() {
        return unsent.isEmpty();
    }

    int size() {
        return unsent.size();
    }

    /** Unsent or unconfirmed, oldest first. */
    Iterable<Op> unsent() {
        return unsent.values();
    }

    void acknowledged(UUID opId, Instant now) {
        var op = unsent.remove(opId);
        if (op != null) {
            acked.put(opId, new Acked(op, now, false));
        }
        acked.values().removeIf(kept -> kept.at().plus(KEPT).isBefore(now));
    }

    void refused(UUID opId, Problem problem) {
        var op = unsent.remove(opId);
        if (op != null) {
            refused.add(new RefusedOp(op, problem));
        }
    }

    List<RefusedOp> refused() {
        return List.copyOf(refused);
    }

    void seen(UUID opId) {
        acked.computeIfPresent(opId, (id, kept) -> new Acked(kept.op(), kept.at(), true));
    }

    /** What the device shows on top of the confirmed records, oldest first. */
    List<Op> onTop() {
        var ops = new ArrayList<Op>();
        acked.values().stream().filter(kept -> !kept.seen()).map(Acked::op).forEach(ops::add);
        ops.addAll(unsent.values());
        return ops;
    }

    /** The server's history is another one: what it acked may be missing in it. */
    void sendAgain() {
        var all = new ArrayList<Op>(unsent.values());
        acked.values().forEach(kept -> all.add(kept.op()));
        all.sort(OLDEST_FIRST);
        acked.clear();
        unsent.clear();
        all.forEach(this::add);
    }

    /** Gives every unsent op another clock, under the same id. */
    void restamp(UnaryOperator<Hlc> shift) {
        unsent.replaceAll((id, op) -> restamped(op, shift));
    }

    private static Op restamped(Op op, UnaryOperator<Hlc> shift) {
        var hlc = shift.apply(Objects.requireNonNull(op.hlc()));
        return new Op(op.opId(), op.collection(), op.id(), op.kind(), hlc, op.fields(), op.base());
    }
}
