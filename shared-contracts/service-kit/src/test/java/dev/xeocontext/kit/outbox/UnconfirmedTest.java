package dev.xeocontext.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UnconfirmedTest {

    private Instant now = Instant.EPOCH;
    private final Unconfirmed unconfirmed = new Unconfirmed(() -> now);

    @Test
    void oneConfirmationIsOfOneMessageUnlessItSaysMore() {
        List<CompletableFuture<Void>> sent = publish(5);

        unconfirmed.confirm(2, false);
        assertThat(sent).extracting(CompletableFuture::isDone).containsExactly(false, true, false, false, false);

        unconfirmed.confirm(4, true);
        assertThat(sent).extracting(CompletableFuture::isDone).containsExactly(true, true, true, true, false);
    }

    @Test
    void refusalsFail() {
        List<CompletableFuture<Void>> sent = publish(3);

        unconfirmed.fail(2, true, new IOException("no"));

        assertThat(sent).extracting(CompletableFuture::isCompletedExceptionally).containsExactly(true, true, false);
    }

    @Test
    void aTagThatIsUnknownIsNobodys() {
        List<CompletableFuture<Void>> sent = publish(1);

        unconfirmed.confirm(7, false);

        assertThat(sent).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void everythingFailsWithTheChannel() {
        List<CompletableFuture<Void>> sent = publish(3);

        unconfirmed.failAll(new IOException("lost"));

        assertThat(sent).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void theFirstHasWaitedLongest() {
        assertThat(unconfirmed.waitLongerThan(Duration.ZERO)).isFalse();
        publish(1);
        now = now.plusSeconds(10);
        assertThat(unconfirmed.waitLongerThan(Duration.ofSeconds(10))).isFalse();
        assertThat(unconfirmed.waitLongerThan(Duration.ofSeconds(9))).isTrue();

        unconfirmed.confirm(1, false);
        assertThat(unconfirmed.waitLongerThan(Duration.ZERO)).isFalse();
    }

    /** With tags from 1 on. */
    private List<CompletableFuture<Void>> publish(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(tag -> Uni.createFrom()
                        .<Void>emitter(caller -> unconfirmed.add(tag, caller))
                        .subscribeAsCompletionStage())
                .toList();
    }
}
