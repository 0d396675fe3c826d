package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.kit.op.OpTransaction.Committed;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

    private record Submission(
            List<Write> writes, WaitingRoom.Load load, Instant since, UniEmitter<? super Applied> caller) {}

    /** How long callers wait for an answer, by the time of whom. */
    record Patience(InstantSource time, Duration longest) {

        boolean isOver(Instant since) {
            return since.plus(longest).isBefore(time.instant());
        }
    }

    private final Function<List<Write>, Uni<Committed>> commit;
    private final WaitingRoom.Load group;
    private final WaitingRoom room;
    private final Patience patience;
    private final Executor executor;
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * Makes a lane.
     *
     * @param commit applies and commits; the decisions stand in the order of the writes
     * @param group most writes and characters in one transaction, unless a single caller brings more
     * @param room where writes wait that are not in a transaction yet
     * @param patience of callers: what has waited longer has nobody who wants it done, and is not begun
     * @param executor where transactions start: an event loop of the lane's own, not that of whoever happens to be first
     */
    OpLane(
            Function<List<Write>, Uni<Committed>> commit,
            WaitingRoom.Load group,
            WaitingRoom room,
            Patience patience,
            Executor executor) {
        this.commit = commit;
        this.group = group;
        this.room = room;
        this.patience = patience;
        this.executor = executor;
    }

    /** Applies the writes of one caller; fails when the transaction that they share fails, or when too many wait. */
    Uni<Applied> apply(List<Write> writes) {
        return Uni.createFrom()
                .emitter(caller -> submit(new Submission(
                        writes, WaitingRoom.Load.of(writes), patience.time().instant(), caller)));
    }

    private void submit(Submission submission) {
        room.enter(submission.load());
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
        List<Submission> late = givenUp();
        List<Submission> next = nextGroup();
        if (!next.isEmpty()) {
            List<Write> writes =
                    next.stream().flatMap(one -> one.writes().stream()).toList();
            Uni.createFrom()
                    .deferred(() -> commit.apply(writes))
                    .subscribe()
                    .with(committed -> succeed(next, committed), failure -> fail(next, failure));
        }
        late.forEach(
                one -> one.caller().fail(new ProblemException(ProblemCode.UNAVAILABLE, "It had to wait too long")));
    }

    /** Those who have waited so long that they wait no more. Whoever came first stands first. */
    private synchronized List<Submission> givenUp() {
        List<Submission> late = new ArrayList<>();
        while (!waiting.isEmpty() && patience.isOver(waiting.element().since())) {
            Submission one = waiting.remove();
            room.leave(one.load());
            late.add(one);
        }
        return late;
    }

    private synchronized List<Submission> nextGroup() {
        List<Submission> next = new ArrayList<>();
        WaitingRoom.Load load = WaitingRoom.Load.NONE;
        while (!waiting.isEmpty()) {
            Submission one = waiting.element();
            if (!next.isEmpty() && !load.plus(one.load()).fits(group)) {
                break;
            }
            load = load.plus(one.load());
            next.add(waiting.remove());
        }
        room.leave(load);
        busy = !next.isEmpty();
        return next;
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
