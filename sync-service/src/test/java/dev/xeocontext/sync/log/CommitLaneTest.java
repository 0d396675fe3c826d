package dev.xeocontext.sync.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.sync.HandTimer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class CommitLaneTest {

    private static final UUID STORE = new UUID(0, 1);

    /** A transaction that is under way, to be ended by the test. */
    private record Transaction(List<NewEvent> events, UniEmitter<? super List<Appended>> outcome) {}

    private final Deque<Transaction> transactions = new ArrayDeque<>();
    private final List<Appended> announced = new ArrayList<>();
    private final List<CompletableFuture<Void>> handed = new ArrayList<>();
    private final CommitLane lane = lane(new CommitLane.Bounds(4, 1_000_000, 5, 1_000_000));

    private CommitLane lane(CommitLane.Bounds bounds) {
        EventLog log = events -> Uni.createFrom().emitter(end -> transactions.add(new Transaction(events, end)));
        return new CommitLane(
                log, announced::addAll, failure -> failure instanceof IllegalStateException, bounds, Runnable::run);
    }

    @Test
    void commitsWhatComesDuringATransactionInTheNextOne() {
        CompletableFuture<Void> first = append(1);
        CompletableFuture<Void> second = append(1);
        CompletableFuture<Void> third = append(2);

        assertThat(transactions).hasSize(1);
        commit(1);
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        commit(3);
        assertThat(second).isCompleted();
        assertThat(third).isCompleted();
        assertThat(transactions).isEmpty();
    }

    @Test
    void keepsTransactionsWithinTheirBounds() {
        hand(1);
        hand(2);
        hand(2);
        hand(1);

        commit(1);
        commit(4);
        commit(1);
        assertThat(transactions).isEmpty();
    }

    @Test
    void goesOnWhenNothingIsHeardOfACommit() {
        HandTimer timer = new HandTimer();
        EventLog log = events -> Uni.createFrom().emitter(end -> transactions.add(new Transaction(events, end)));
        CommitLane impatient = new CommitLane(
                new TimelyEventLog(log, timer.deadline()),
                announced::addAll,
                failure -> false,
                new CommitLane.Bounds(4, 1_000_000, 5, 1_000_000),
                Runnable::run);
        CompletableFuture<Void> first =
                impatient.append(List.of(Changes.titled(STORE, "lost"))).subscribeAsCompletionStage();
        CompletableFuture<Void> second =
                impatient.append(List.of(Changes.titled(STORE, "next"))).subscribeAsCompletionStage();
        Transaction lost = transactions.remove();

        timer.elapse();
        lost.outcome().complete(List.of());
        commit(1);

        assertThat(first.exceptionNow()).isInstanceOf(TimeoutException.class);
        assertThat(second).isCompleted();
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void takesASubmissionThatIsGreaterThanTheBounds() {
        CompletableFuture<Void> great = append(50);

        commit(50);
        assertThat(great).isCompleted();
    }

    @Test
    void refusesWhatWouldWaitBeyondItsBounds() {
        hand(1);
        hand(5);

        assertThat(append(1)).isCompletedExceptionally();
        assertThat(append(1).exceptionNow()).isInstanceOf(ProblemException.class);
        commit(1);
        commit(5);
        hand(1);
        commit(1);
    }

    @Test
    void refusesBytesThatWouldWaitBeyondItsBounds() {
        int bytes = Changes.titled(STORE, "Milk").change().bytes();
        CommitLane narrow = lane(new CommitLane.Bounds(4, 1_000_000, 1_000, 2 * bytes));
        handed.add(append(narrow, 1));
        handed.add(append(narrow, 1));
        handed.add(append(narrow, 1));

        assertThat(append(narrow, 1).exceptionNow()).isInstanceOf(ProblemException.class);
        commit(1);
        commit(2);
        assertThat(append(narrow, 1)).isNotDone();
        commit(1);
    }

    @Test
    void tellsWhatWasCommittedBeforeTheCallerHearsOfIt() {
        CompletableFuture<Integer> told = append(1).thenApply(done -> announced.size());

        commit(1);
        assertThat(told).isCompletedWithValue(1);
    }

    @Test
    void singlesOutWhatTheDatabaseRefuses() {
        hand(1);
        CompletableFuture<Void> good = append(1);
        CompletableFuture<Void> bad = append(1);
        CompletableFuture<Void> alsoGood = append(1);
        commit(1);

        fail(3, new IllegalStateException("refused"));
        commit(1);
        fail(2, new IllegalStateException("refused"));
        fail(1, new IllegalStateException("refused"));
        commit(1);

        assertThat(good).isCompleted();
        assertThat(alsoGood).isCompleted();
        assertThat(bad.exceptionNow()).isInstanceOf(EventsRefused.class);
    }

    @Test
    void appendsTheEventsBesideARefusedOneOfTheSameMessage() {
        CompletableFuture<Void> message = append(3);

        fail(3, new IllegalStateException("refused"));
        commit(1);
        fail(2, new IllegalStateException("refused"));
        fail(1, new IllegalStateException("refused"));
        commit(1);

        assertThat(message.exceptionNow()).isInstanceOf(EventsRefused.class);
        assertThat(announced).hasSize(2);
        hand(1);
        commit(1);
    }

    @Test
    void failsTheWholeGroupInAnOutageAndGoesOn() {
        hand(1);
        CompletableFuture<Void> one = append(1);
        CompletableFuture<Void> two = append(1);
        commit(1);
        fail(2, new IOException("away"));

        assertThat(one.exceptionNow()).isInstanceOf(IOException.class);
        assertThat(two.exceptionNow()).isInstanceOf(IOException.class);
        assertThat(append(1)).isNotDone();
        commit(1);
    }

    /** Appends something whose outcome is of no interest. */
    private void hand(int events) {
        handed.add(append(events));
    }

    private CompletableFuture<Void> append(int events) {
        return append(lane, events);
    }

    private static CompletableFuture<Void> append(CommitLane lane, int events) {
        List<NewEvent> list = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            list.add(Changes.titled(STORE, "Milk"));
        }
        return lane.append(list).subscribeAsCompletionStage();
    }

    private void commit(int expectedEvents) {
        Transaction transaction = transactions.remove();
        assertThat(transaction.events()).hasSize(expectedEvents);
        List<LogEntry> entries = transaction.events().stream()
                .map(event -> new LogEntry(1, event.change(), Sides.CREATED))
                .toList();
        transaction.outcome().complete(List.of(new Appended(STORE, 0, entries)));
    }

    private void fail(int expectedEvents, Throwable failure) {
        Transaction transaction = transactions.remove();
        assertThat(transaction.events()).hasSize(expectedEvents);
        transaction.outcome().fail(failure);
    }
}
