package dev.xeocontext.sync.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OnTheirWayTest {

    private static final UUID STORE = new UUID(1, 1);

    private final OnTheirWay onTheirWay = new OnTheirWay(100);
    private final List<List<NewEvent>> appends = new ArrayList<>();
    private final List<UniEmitter<? super Void>> running = new ArrayList<>();
    private final List<CompletableFuture<Void>> handed = new ArrayList<>();
    private final NewEvent milk = Changes.titled(STORE, "Milk");
    private final NewEvent bread = Changes.titled(STORE, "Bread");

    @Test
    void theSecondCopyWaitsForTheFirst() {
        CompletableFuture<Void> answer = append(milk);
        CompletableFuture<Void> broker = append(milk);

        assertThat(appends).containsExactly(List.of(milk));
        assertThat(broker).isNotDone();
        running.removeFirst().complete(null);
        assertThat(answer).isCompleted();
        assertThat(broker).isCompleted();
    }

    @Test
    void whatWasAppendedIsNotAppendedAgain() {
        hand(milk);
        running.removeFirst().complete(null);

        assertThat(append(milk)).isCompleted();
        assertThat(appends).hasSize(1);
    }

    @Test
    void onlyWhatIsNewIsAppended() {
        hand(milk);
        CompletableFuture<Void> both = append(milk, bread);

        assertThat(appends).containsExactly(List.of(milk), List.of(bread));
        running.removeLast().complete(null);
        assertThat(both).isNotDone();
        running.removeLast().complete(null);
        assertThat(both).isCompleted();
    }

    @Test
    void anEventThatComesTwiceInOneMessageIsAppendedOnce() {
        CompletableFuture<Void> twice = append(milk, milk);
        running.removeFirst().complete(null);

        assertThat(twice).isCompleted();
        assertThat(appends).containsExactly(List.of(milk));
    }

    @Test
    void aFailureIsEverybodysAndTheNextCopyIsTriedAnew() {
        CompletableFuture<Void> answer = append(milk);
        CompletableFuture<Void> broker = append(milk);
        running.removeFirst().fail(new IllegalStateException("away"));

        assertThat(answer).isCompletedExceptionally();
        assertThat(broker).isCompletedExceptionally();
        hand(milk);
        assertThat(appends).hasSize(2);
    }

    @Test
    void whatIsRefusedInTwoPartsIsRefused() {
        hand(milk);
        CompletableFuture<Void> both = append(milk, bread);

        running.removeLast().fail(new EventsRefused(new IllegalStateException("bread")));
        running.removeLast().fail(new EventsRefused(new IllegalStateException("milk")));

        assertThat(both.exceptionNow()).isInstanceOf(EventsRefused.class);
    }

    @Test
    void anOutageOfOnePartIsWorthAnotherTry() {
        hand(milk);
        CompletableFuture<Void> both = append(milk, bread);

        running.removeLast().fail(new EventsRefused(new IllegalStateException("bread")));
        running.removeLast().fail(new IOException("away"));

        assertThat(both.exceptionNow()).isInstanceOf(IOException.class);
    }

    private void hand(NewEvent event) {
        handed.add(append(event));
    }

    private CompletableFuture<Void> append(NewEvent... events) {
        return onTheirWay
                .once(List.of(events), event -> EventKey.of(event.change()), this::begin)
                .subscribeAsCompletionStage();
    }

    private Uni<Void> begin(List<NewEvent> events) {
        appends.add(events);
        return Uni.createFrom().emitter(running::add);
    }
}
