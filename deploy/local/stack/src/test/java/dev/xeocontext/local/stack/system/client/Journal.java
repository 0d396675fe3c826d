package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a client was told, for tests to judge. Safe for use by several threads. */
public final class Journal {

    private final Map<UUID, EnumSet<OpStatus>> answers = new LinkedHashMap<>();
    private final Map<UUID, Op> acked = new LinkedHashMap<>();
    private final List<Delta> deltas = new ArrayList<>();
    private final List<String> breaches = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Integer> closeCodes = new ArrayList<>();
    private int frames;
    private int resets;

    synchronized void heard() {
        frames++;
    }

    synchronized void answered(Op op, OpResult result) {
        answers.computeIfAbsent(op.opId(), id -> EnumSet.noneOf(OpStatus.class)).add(result.status());
        switch (result.status()) {
            case APPLIED, SUPERSEDED, DUPLICATE -> acked.put(op.opId(), op);
            case REJECTED, RETRY -> {}
        }
    }

    synchronized void saw(Delta delta) {
        deltas.add(delta);
    }

    synchronized void breach(String what) {
        breaches.add(what);
    }

    synchronized void error(String what) {
        errors.add(what);
    }

    synchronized void closed(int code) {
        closeCodes.add(code);
    }

    synchronized void reset() {
        resets++;
    }

    /** Every answer that each op ever got. */
    public synchronized Map<UUID, Set<OpStatus>> answers() {
        return new LinkedHashMap<>(answers);
    }

    /** The ops that the server took responsibility for, as they were when it did. */
    public synchronized Map<UUID, Op> acked() {
        return new LinkedHashMap<>(acked);
    }

    /** Every delta, in the order in which they came. */
    public synchronized List<Delta> deltas() {
        return List.copyOf(deltas);
    }

    /** Every event of every delta, likewise. */
    public List<DeltaEvent> events() {
        return deltas().stream().flatMap(delta -> delta.events().stream()).toList();
    }

    /** How the server broke the protocol. */
    public synchronized List<String> breaches() {
        return List.copyOf(breaches);
    }

    /** Messages of type {@code error}. */
    public synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    public synchronized List<Integer> closeCodes() {
        return List.copyOf(closeCodes);
    }

    /** How many frames came. */
    public synchronized int frames() {
        return frames;
    }

    public synchronized int resets() {
        return resets;
    }
}
