package dev.xeocontext.kit.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.kit.op.OpTransaction.Committed;
import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.Drafting;
import dev.xeocontext.kit.record.FieldType;
import dev.xeocontext.kit.record.Rules;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class OpLaneTest {

    private static final CollectionType TYPE =
            CollectionType.of("things", "things", List.of(FieldType.register("title", Rules.text(5_000))));
    private static final UUID DEVICE = new UUID(7, 7);
    private static final int GROUP = 3;
    private static final int ROOM = 5;
    private static final long GROUP_WEIGHT = 1_000;
    private static final long ROOM_WEIGHT = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<List<Write>> transactions = new ArrayList<>();
    private final List<UniEmitter<? super Committed>> running = new ArrayList<>();
    private final List<CompletableFuture<Applied>> handed = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final OpLane lane = new OpLane(
            this::begin,
            new WaitingRoom.Load(GROUP, GROUP_WEIGHT),
            new WaitingRoom(new WaitingRoom.Load(ROOM, ROOM_WEIGHT)),
            new OpLane.Patience(() -> now, PATIENCE),
            Runnable::run);

    @Test
    void whatComesWhileATransactionRunsSharesTheNext() {
        hand(write(1));
        hand(write(2));
        hand(write(3));

        assertThat(transactions).hasSize(1);
        finishNext();
        assertThat(transactions).hasSize(2);
        assertThat(transactions.getLast()).hasSize(2);
    }

    @Test
    void everyCallerGetsItsOwnDecisionsAndEvents() {
        hand(write(1));
        CompletableFuture<Applied> second = apply(write(2), write(3));
        CompletableFuture<Applied> third = apply(write(4));
        finishNext();
        finishNext();

        assertThat(ops(second.join())).containsExactly(op(2), op(3));
        assertThat(eventOps(second.join())).containsExactly(op(2), op(3));
        assertThat(ops(third.join())).containsExactly(op(4));
        assertThat(eventOps(third.join())).containsExactly(op(4));
    }

    @Test
    void aCallerWithMoreThanAGroupIsNotTornApart() {
        hand(write(1));
        hand(write(2));
        hand(write(3), write(4), write(5), write(6));
        finishNext();
        finishNext();

        assertThat(transactions).extracting(List::size).containsExactly(1, 1, 4);
    }

    @Test
    void aTransactionIsBoundedInWhatItWrites() {
        hand(write(1));
        hand(write(2, "M".repeat(500)));
        hand(write(3, "M".repeat(500)));
        hand(write(4));
        finishNext();
        finishNext();
        finishNext();

        assertThat(transactions).extracting(List::size).containsExactly(1, 1, 2);
    }

    @Test
    void aTransactionThatFailsFailsThoseWhoSharedItAndNobodyElse() {
        CompletableFuture<Applied> first = apply(write(1));
        CompletableFuture<Applied> second = apply(write(2));
        running.removeFirst().fail(new IllegalStateException("away"));
        finishNext();

        assertThatThrownBy(first::join).isInstanceOf(CompletionException.class).hasMessageContaining("away");
        assertThat(ops(second.join())).containsExactly(op(2));
    }

    @Test
    void whoComesWhenTooManyWaitIsSentAway() {
        hand(write(1));
        hand(write(2), write(3));
        hand(write(4), write(5), write(6));

        assertThatThrownBy(apply(write(7))::join)
                .hasCauseInstanceOf(ProblemException.class)
                .hasMessageContaining("waiting");
        finishNext();
        CompletableFuture<Applied> later = apply(write(8));
        finishNext();
        finishNext();
        finishNext();

        assertThat(ops(later.join())).containsExactly(op(8));
        assertThat(transactions).extracting(List::size).containsExactly(1, 2, 3, 1);
    }

    @Test
    void aFewLargeWritesFillTheRoomAsManySmallOnesDo() {
        hand(write(1));
        hand(write(2, "x".repeat(2_000)));

        assertThatThrownBy(apply(write(3, "x".repeat(2_000)))::join).hasMessageContaining("waiting");
        finishNext();
        finishNext();
        CompletableFuture<Applied> later = apply(write(3, "x".repeat(2_000)));
        finishNext();

        assertThat(ops(later.join())).containsExactly(op(3));
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotBegun() {
        hand(write(1));
        CompletableFuture<Applied> late = apply(write(2), write(3));
        now = now.plus(PATIENCE).plusMillis(1);
        CompletableFuture<Applied> fresh = apply(write(4), write(5), write(6));
        finishNext();
        finishNext();

        assertThatThrownBy(late::join)
                .hasCauseInstanceOf(ProblemException.class)
                .hasMessageContaining("too long");
        assertThat(ops(fresh.join())).containsExactly(op(4), op(5), op(6));
        assertThat(transactions).extracting(List::size).containsExactly(1, 3);
        hand(write(7), write(8), write(9), write(10), write(11));
        assertThat(transactions).hasSize(3);
    }

    @Test
    void anEmptyRoomTakesAnyNumber() {
        hand(write(1));
        CompletableFuture<Applied> many = apply(write(2), write(3), write(4), write(5), write(6), write(7), write(8));
        finishNext();
        finishNext();

        assertThat(ops(many.join())).hasSize(7);
    }

    private Uni<Committed> begin(List<Write> writes) {
        transactions.add(writes);
        return Uni.createFrom().emitter(running::add);
    }

    private void finishNext() {
        List<Write> writes = transactions.get(transactions.size() - running.size());
        List<Decision> decisions = writes.stream()
                .<Decision>map(write -> new Decision.Taken(
                        write, OpStatus.APPLIED, Held.nothing(write.op().id())))
                .toList();
        running.removeFirst()
                .complete(new Committed(
                        decisions, writes.stream().map(OpLaneTest::event).toList(), List.of()));
    }

    /** Applies something whose outcome is of no interest. */
    private void hand(Write... writes) {
        handed.add(apply(writes));
    }

    private CompletableFuture<Applied> apply(Write... writes) {
        return lane.apply(List.of(writes)).subscribeAsCompletionStage();
    }

    private static Write write(int number) {
        return write(number, "Milk");
    }

    private static Write write(int number, String title) {
        Op op = new Op(
                op(number),
                "things",
                new UUID(9, number),
                OpKind.PUT,
                new Hlc(number, 0, 1),
                Map.of("title", title),
                Map.of());
        return new Write(new UUID(1, number), DEVICE, TYPE, op, Drafting.of(TYPE, op), Guard.NONE, null, null);
    }

    private static UUID op(int number) {
        return new UUID(8, number);
    }

    private static CloudEvent<RecordChanged> event(Write write) {
        RecordChanged change = new RecordChanged(
                write.storeId(),
                "things",
                write.op().id(),
                OpKind.PUT,
                Map.of("title", "Milk"),
                String.valueOf(write.op().hlc()),
                null,
                write.op().opId(),
                DEVICE);
        return CloudEvent.changed(UUID.randomUUID(), "things", "2026-11-21T00:00:00Z", null, change);
    }

    private static List<UUID> ops(Applied applied) {
        return applied.decisions().stream()
                .map(decision -> decision.write().op().opId())
                .toList();
    }

    private static List<UUID> eventOps(Applied applied) {
        return applied.events().stream()
                .map(event -> Objects.requireNonNull(event.data().opId()))
                .toList();
    }
}
