package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.ServerMessage.EventKind;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a device keeps on its disk: confirmed records, its own ops, and its place in the log. Each method is one local
 * transaction. Safe for use by several threads.
 */
public final class LocalStore {

    /** Where to go on: at most one of the two. */
    record Place(@Nullable String cursor, @Nullable String next) {}

    private final DeviceTime time;
    private final Confirmed confirmed = new Confirmed();
    private final Outbox outbox = new Outbox();
    private final Set<RecordKey> named = new HashSet<>();
    private @Nullable UUID epoch;
    private @Nullable String cursor;
    private @Nullable String next;
    private long seq;
    private boolean exact = true;

    /** @param skew how far the device's clock is off */
    public LocalStore(Duration skew) {
        this.time = new DeviceTime(skew);
    }

    public synchronized Op put(RecordKey key, Map<String, @Nullable Object> fields) {
        return make(key, OpKind.PUT, fields);
    }

    public synchronized Op delete(RecordKey key) {
        return make(key, OpKind.DELETE, Map.of());
    }

    public synchronized Op restore(RecordKey key) {
        return make(key, OpKind.RESTORE, Map.of());
    }

    /** Stamped with a clock that was used before, as by a copy of this device. */
    public synchronized Op put(RecordKey key, Map<String, @Nullable Object> fields, Hlc clock) {
        return make(key, OpKind.PUT, fields, clock);
    }

    private Op make(RecordKey key, OpKind kind, Map<String, @Nullable Object> fields) {
        return make(key, kind, fields, time.stamp());
    }

    private Op make(RecordKey key, OpKind kind, Map<String, @Nullable Object> fields, Hlc clock) {
        var op = new Op(NewIds.next(), key.collection(), key.id(), kind, clock, fields, Map.of());
        outbox.add(op);
        return op;
    }

    String node() {
        return time.node();
    }

    /** How many ops the server has not decided about. */
    public synchronized int unsent() {
        return outbox.size();
    }

    public synchronized List<RefusedOp> refused() {
        return outbox.refused();
    }

    /** Every confirmed record, values and clocks, as canonical JSON. */
    public synchronized Map<RecordKey, String> canonical() {
        return confirmed.canonical();
    }

    public synchronized Map<RecordKey, RecordState> confirmed() {
        return confirmed.all();
    }

    /** The sums of a collection, without tombstones from before a moment in Unix milliseconds. */
    public synchronized Digest digest(String collection, long purgedBefore) {
        return confirmed.digest(collection, purgedBefore);
    }

    /** The hashes of the records of one leaf, as 16 hexadecimal digits; likewise. */
    synchronized Map<UUID, String> leaf(String collection, int leaf, long purgedBefore) {
        return confirmed.leaf(collection, leaf, purgedBefore);
    }

    /** A record as the device shows it: what is confirmed, with its own ops on top. */
    public synchronized RecordState shown(RecordKey key) {
        var state = confirmed.get(key);
        for (var op : outbox.onTop()) {
            if (op.collection().equals(key.collection()) && op.id().equals(key.id())) {
                state = Merge.join(state, OpPatch.of(op));
            }
        }
        return state;
    }

    /** How far the deltas have come. */
    public synchronized long seq() {
        return seq;
    }

    /** Whether the cursor stands for {@link #seq} exactly, not for a later place at which nothing of interest was. */
    synchronized boolean isExact() {
        return exact;
    }

    synchronized Place place() {
        return next == null ? new Place(cursor, null) : new Place(null, next);
    }

    /** The oldest ops that fit, without those that are on their way. */
    synchronized List<Op> batch(Set<UUID> underway, BatchLimit limit) {
        var batch = new ArrayList<Op>();
        for (var op : outbox.unsent()) {
            if (!underway.contains(op.opId())) {
                if (!limit.takes(op)) {
                    break;
                }
                batch.add(op);
            }
        }
        return batch;
    }

    /** Learns which history the server tells; ops that another one had acked are sent again. */
    synchronized void welcomed(UUID serverEpoch) {
        if (epoch != null && !epoch.equals(serverEpoch)) {
            outbox.sendAgain();
        }
        epoch = serverEpoch;
    }

    /** As if the acks had got lost: everything that is kept goes up once more. */
    synchronized void forgetAcks() {
        outbox.sendAgain();
    }

    /** Takes the server's time as its own when the device's is too far off for its ops to be taken. */
    synchronized void measure(long serverMillis) {
        long offset = time.correct(serverMillis);
        if (offset != 0) {
            outbox.restamp(hlc -> new Hlc(hlc.millis() + offset, hlc.counter(), hlc.node()));
        }
    }

    private void merge(RecordKey key, WireState patch) {
        patch.toState().latest().ifPresent(time::observe);
        confirmed.merge(key, patch);
    }

    /** Takes the answer to one op of this device. */
    synchronized void take(Op op, OpResult result) {
        switch (result.status()) {
            case APPLIED, SUPERSEDED, DUPLICATE -> {
                merge(new RecordKey(op.collection(), op.id()), decided(op, result));
                outbox.acknowledged(op.opId(), time.instant());
            }
            case REJECTED -> refused(op, Objects.requireNonNull(result.problem(), "problem"));
            case RETRY -> {}
        }
    }

    /** What now stands there; unless it is told, what was sent. */
    private static WireState decided(Op op, OpResult result) {
        return result.changed() == null
                ? WireState.of(new RecordState(OpPatch.of(op).fields(), result.deleted()))
                : new WireState(result.changed(), Objects.requireNonNull(result.clocks(), "clocks"), result.deleted());
    }

    private void refused(Op op, Problem problem) {
        if (problem.code().equals(ProblemCode.CLOCK_REUSED.code())) {
            long node = time.takeNewNode();
            outbox.restamp(hlc -> new Hlc(hlc.millis(), hlc.counter(), node));
        } else {
            outbox.refused(op.opId(), problem);
        }
    }

    synchronized void take(Snapshot page) {
        page.records().forEach(record -> named.add(take(record)));
        next = page.next();
        if (page.cursor() != null) {
            if (page.full()) {
                confirmed.keepOnly(named);
            }
            named.clear();
            cursor = page.cursor();
            seq = page.asOf();
            exact = true;
        }
    }

    /** Records that were asked for by name. */
    synchronized void takeFetched(Snapshot page) {
        page.records().forEach(record -> take(record));
    }

    /** The server has no such record. */
    synchronized void drop(RecordKey key) {
        confirmed.drop(key);
    }

    private RecordKey take(SnapshotRecord record) {
        var key = new RecordKey(record.collection(), record.id());
        merge(key, new WireState(record.fields(), record.clocks(), record.deleted()));
        return key;
    }

    synchronized void take(Delta delta) {
        delta.events().forEach(this::take);
        cursor = delta.cursor();
        seq = delta.to();
        exact = true;
    }

    private void take(DeltaEvent event) {
        var key = new RecordKey(event.collection(), event.id());
        if (event.kind() == EventKind.LEAVE) {
            confirmed.drop(key);
        } else {
            var values = event.fields() == null ? event.changed() : event.fields();
            merge(
                    key,
                    new WireState(
                            Objects.requireNonNull(values, "neither changed nor fields"),
                            Objects.requireNonNull(event.clocks(), "clocks"),
                            event.deleted()));
        }
        if (event.opId() != null) {
            outbox.seen(event.opId());
        }
    }

    synchronized void take(ServerMessage.Live live) {
        exact = exact && live.cursor().equals(cursor);
        cursor = live.cursor();
    }

    /** The place leads nowhere. What is confirmed stays until a whole snapshot has come. */
    synchronized void take(ServerMessage.Reset reset) {
        cursor = null;
        next = null;
        named.clear();
        if (epoch != null && !epoch.equals(reset.epoch())) {
            outbox.sendAgain();
        }
        epoch = reset.epoch();
        seq = 0;
    }
}
