package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.kit.op.OpTransaction.Committed;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One transaction at a time for the stores of a lane: the writes that come while one runs share the next, so that a
 * transaction costs each of them less the more there are. Writes of one caller stay together and in their order; when too
 * many wait, whoever comes is sent away. Safe for use by several threads.
 */
final class OpLane {

    private record Submission(List<Write> writes, long weight, UniEmitter<? super Applied> caller) {}

    private final Function<List<Write>, Uni<Committed>> commit;
    private final int groupWrites;
    private final long groupWeight;
    private final WaitingRoom room;
    private final Executor executor;
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * Makes a lane.
     *
     * @param commit applies and commits; the decisions stand in the order of the writes
     * @param groupWrites most writes in one transaction, unless a single caller brings more
     * @param groupWeight most characters in one transaction, unless a single caller brings more
     * @param room where writes wait that are not in a transaction yet
     * @param executor where transactions start: an event loop of the lane's own, not that of whoever happens to be first
     */
    OpLane(
            Function<List<Write>, Uni<Committed>> commit,
            int groupWrites,
            long groupWeight,
            WaitingRoom room,
            Executor executor) {
        this.commit = commit;
        this.groupWrites = groupWrites;
        this.groupWeight = groupWeight;
        this.room = room;
        this.executor = executor;
    }

    /** Applies the writes of one caller; fails when the transaction that they share fails, or when too many wait. */
    Uni<Applied> apply(List<Write> writes) {
        return Uni.createFrom().emitter(caller -> submit(new Submission(writes, weight(writes), caller)));
    }

    private static long weight(List<Write> writes) {
        return writes.stream()
                .mapToLong(write -> JsonValues.weight(write.op().fields()))
                .sum();
    }

    private void submit(Submission submission) {
        room.enter(submission.writes().size());
        boolean first;
        synchronized (this) {
            waiting.add(submission);
            first = !busy;
            busy = true;
        }
        if (first) {
            executor.execute(this::commitNext);
        }
    }

    private void commitNext() {
        List<Submission> group = nextGroup();
        if (!group.isEmpty()) {
            List<Write> writes =
                    group.stream().flatMap(one -> one.writes().stream()).toList();
            Uni.createFrom()
                    .deferred(() -> commit.apply(writes))
                    .subscribe()
                    .with(committed -> succeed(group, committed), failure -> fail(group, failure));
        }
    }

    private synchronized List<Submission> nextGroup() {
        List<Submission> group = new ArrayList<>();
        int writes = 0;
        long weight = 0;
        while (!waiting.isEmpty()) {
            Submission next = waiting.element();
            int more = next.writes().size();
            if (!group.isEmpty() && (writes + more > groupWrites || weight + next.weight() > groupWeight)) {
                break;
            }
            writes += more;
            weight += next.weight();
            group.add(waiting.remove());
        }
        room.leave(writes);
        busy = !group.isEmpty();
        return group;
    }

    /** The next transaction starts first: nobody has to wait for the answers to be written. */
    private void succeed(List<Submission> group, Committed committed) {
        commitNext();
        List<Applied> shares = shares(group, committed);
        for (int i = 0; i < shares.size(); i++) {
            group.get(i).caller().complete(shares.get(i));
        }
    }

    private void fail(List<Submission> group, Throwable failure) {
        commitNext();
        group.forEach(one -> one.caller().fail(failure));
    }

    /** What of it each caller brought about: decisions by place, events by the op behind them. */
    private static List<Applied> shares(List<Submission> group, Committed committed) {
        if (group.size() == 1) {
            return List.of(new Applied(committed.decisions(), committed.events()));
        }
        Map<RecordKey, List<CloudEvent<RecordChanged>>> eventsOfOp = new HashMap<>();
        List<Applied> shares = new ArrayList<>(group.size());
        int place = 0;
        for (Submission one : group) {
            List<CloudEvent<RecordChanged>> events = new ArrayList<>();
            one.writes().forEach(write -> eventsOfOp.putIfAbsent(write.opKey(), events));
            int end = place + one.writes().size();
            shares.add(new Applied(committed.decisions().subList(place, end), events));
            place = end;
        }
        for (CloudEvent<RecordChanged> event : committed.events()) {
            RecordChanged change = event.data();
            RecordKey op = new RecordKey(change.storeId(), Objects.requireNonNull(change.opId()));
            Objects.requireNonNull(eventsOfOp.get(op)).add(event);
        }
        return shares;
    }
}
