package dev.xeocontext.sync.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.error.ProblemException;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChangeLaneTest {

    private static final UUID STORE = new UUID(0, 1);

    private final List<List<Change>> made = new ArrayList<>();
    private final List<CompletableFuture<Void>> answers = new ArrayList<>();
    private final List<CompletableFuture<Void>> added = new ArrayList<>();
    private final ChangeLane lane = new ChangeLane(this::make, 250);

    private Uni<Void> make(List<Change> changes) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        made.add(changes);
        answers.add(answer);
        return Uni.createFrom().completionStage(answer);
    }

    private void add(int number) {
        added.add(lane.add(change(number)).toCompletableFuture());
    }

    private static Change change(int number) {
        return Change.rename(STORE, new UUID(0, number), "Phone");
    }

    @Test
    void makesOneAfterAnotherAndTogetherWhatHasCollected() {
        add(1);
        add(2);
        add(3);
        assertThat(made).containsExactly(List.of(change(1)));

        answers.getFirst().complete(null);

        assertThat(added.get(0)).isCompleted();
        assertThat(added.get(1)).isNotDone();
        assertThat(made).hasSize(2).last().isEqualTo(List.of(change(2), change(3)));
        answers.getLast().complete(null);
        assertThat(added.get(1)).isCompleted();
        add(4);
        assertThat(made).hasSize(3);
    }

    @Test
    void goesOnAfterAFailure() {
        add(1);
        add(2);

        answers.getFirst().completeExceptionally(new IllegalStateException("away"));
        answers.getLast().complete(null);

        assertThat(added.get(0).exceptionNow()).isInstanceOf(ProblemException.class);
        assertThat(added.get(1)).isCompleted();
    }

    @Test
    void takesNoMoreThanItCanHold() {
        add(0);
        for (int i = 1; i <= 250; i++) {
            add(i);
        }
        assertThat(added).noneMatch(CompletableFuture::isDone);
        add(251);

        assertThat(added.getLast().exceptionNow()).isInstanceOf(ProblemException.class);
        assertThat(lane.size()).isEqualTo(250);
        answers.getFirst().complete(null);
        assertThat(made.getLast()).hasSize(200);
    }
}
