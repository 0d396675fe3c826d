package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.event.Partition;
import dev.xeocontext.kit.op.OpTransaction.Committed;
import dev.xeocontext.kit.outbox.OutboxPublisher;
import dev.xeocontext.kit.time.Deadline;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Applies writes: the one way in which synced records change, over REST and sync alike. When the answer comes, everything
 * in it is committed, and its events are on their way to the broker.
 *
 * <p>Deadlocks and serialization failures are tried again. Writes that the database refuses are halved until the one that
 * it refuses stands alone, so that it cannot block the others. When more waits than can be done soon, a call fails and
 * nothing of it happens. An outage of the database, or a deadline, fails the call too, and then nobody knows: all of it may
 * have happened, or the halves before the one that failed; whoever asks again under the same op ids is told. Calls for
 * different stores share transactions when they come at the same time.
 */
public final class OpApplication {

    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    private final OpTransaction transaction;
    private final OutboxPublisher publisher;
    private final Deadline deadline;
    private final List<OpLane> lanes;
    private final List<WaitingRoom> rooms;
    private final WaitingRoom together;

    /**
     * Puts it together.
     *
     * @param deadline of whoever waits for a commit; what was asked for may come true later all the same
     * @param loops an event loop for each lane
     */
    OpApplication(
            OpTransaction transaction,
            OutboxPublisher publisher,
            OpConfig config,
            Deadline deadline,
            InstantSource time,
            Supplier<Executor> loops) {
        if (config.commitTimeout().compareTo(config.patience()) >= 0) {
            throw new IllegalArgumentException("xeo.ops.commit-timeout is not less than xeo.ops.patience");
        }
        this.transaction = transaction;
        this.publisher = publisher;
        this.deadline = deadline;
        WaitingRoom.Load capacity = new WaitingRoom.Load(config.waitingWrites(), config.waitingWeight());
        this.rooms = Stream.generate(() -> new WaitingRoom(capacity))
                .limit(config.lanes())
                .toList();
        WaitingRoom.Load group = new WaitingRoom.Load(config.groupWrites(), config.groupWeight());
        OpLane.Patience patience = new OpLane.Patience(time, config.patience());
        this.lanes = rooms.stream()
                .map(room -> new OpLane(this::commitInTime, group, room, patience, loops.get()))
                .toList();
        this.together = new WaitingRoom(capacity);
    }

    /** How many writes wait for a transaction, or stand or fall with others in one. */
    int waiting() {
        return together.waiting()
                + rooms.stream().mapToInt(WaitingRoom::waiting).sum();
    }

    /** Applies the writes, all of one store, in their order; the decisions stand in the same order. */
    public Uni<Applied> apply(List<Write> writes) {
        return writes.isEmpty()
                ? Uni.createFrom().item(new Applied(List.of(), List.of()))
                : lane(writes.getFirst().storeId()).apply(writes);
    }

    private OpLane lane(UUID storeId) {
        return lanes.get(Partition.of(storeId.toString()) % lanes.size());
    }

    /**
     * Applies all of the writes, or none of them.
     *
     * @param doomed whether something that belongs to them was refused already: then what was taken before is said again,
     *     and everything else refused
     */
    public Uni<Applied> applyTogether(List<Write> writes, boolean doomed) {
        return writes.isEmpty()
                ? Uni.createFrom().item(new Applied(List.of(), List.of()))
                : Uni.createFrom().deferred(() -> enterTogether(writes, doomed ? Together.DOOMED : Together.OPEN));
    }

    private Uni<Applied> enterTogether(List<Write> writes, Together how) {
        WaitingRoom.Load load = WaitingRoom.Load.of(writes);
        together.enter(load);
        return deadline.on(commit(writes, how))
                .map(committed -> new Applied(committed.decisions(), committed.events()))
                .onTermination()
                .invoke(() -> together.leave(load));
    }

    /** So that a lane goes on, whatever has become of a transaction. */
    private Uni<Committed> commitInTime(List<Write> writes) {
        return deadline.on(commit(writes));
    }

    private Uni<Committed> commit(List<Write> writes) {
        return persistently(transaction.run(writes))
                .invoke(committed -> publish(writes, committed))
                .onFailure(OpApplication::isRefusal)
                .recoverWithUni(refusal -> writes.size() > 1 ? halve(writes) : refused(writes.getFirst()));
    }

    /** What is told with an answer leaves the broker's copy behind: whoever works on that answer has the processors first. */
    private void publish(List<Write> writes, Committed committed) {
        if (writes.stream().allMatch(Write::isPushed)) {
            publisher.publishLater(committed.messages());
        } else {
            publisher.publish(committed.messages());
        }
    }

    private Uni<Committed> commit(List<Write> writes, Together together) {
        return persistently(transaction.run(writes, together))
                .invoke(committed -> publish(writes, committed))
                .onFailure(OpApplication::isRefusal)
                .recoverWithUni(
                        refusal -> culprit(writes).chain(write -> commit(writes, Together.refusedByStorage(write))));
    }

    /** The first write that the database refuses, of some that it refuses together. */
    private Uni<Write> culprit(List<Write> writes) {
        if (writes.size() == 1) {
            return Uni.createFrom().item(writes.getFirst());
        }
        int middle = writes.size() / 2;
        List<Write> first = writes.subList(0, middle);
        return persistently(transaction.rehearse(first))
                .replaceWith(writes.subList(middle, writes.size()))
                .onFailure(OpApplication::isRefusal)
                .recoverWithItem(first)
                .chain(this::culprit);
    }

    private static <T extends @Nullable Object> Uni<T> persistently(Uni<T> attempt) {
        return attempt.onFailure(OpApplication::isContention)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(ATTEMPTS);
    }

    private Uni<Committed> halve(List<Write> writes) {
        int middle = writes.size() / 2;
        return commit(writes.subList(0, middle))
                .chain(first ->
                        commit(writes.subList(middle, writes.size())).map(second -> Committed.join(first, second)));
    }

    private static Uni<Committed> refused(Write write) {
        Decision decision = new Decision.Refused(write, Problem.of(ProblemCode.REFUSED_BY_STORAGE, null));
        return Uni.createFrom().item(new Committed(List.of(decision), List.of(), List.of()));
    }

    private static boolean isContention(Throwable failure) {
        String state = sqlState(failure);
        return failure instanceof ConcurrentCreation || "40001".equals(state) || "40P01".equals(state);
    }

    /** Class 22 is a value that cannot be, 23 a constraint, 54 a limit of the database. */
    private static boolean isRefusal(Throwable failure) {
        String state = sqlState(failure);
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    private static @Nullable String sqlState(Throwable failure) {
        return failure instanceof PgException database ? database.getSqlState() : null;
    }
}
