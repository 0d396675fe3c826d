package dev.xeocontext.sync.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.NewEvent;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class EventIntakeTest {

    private static final byte[] BODY = {1, 2, 3};

    private final NewEvent milk = Changes.titled(UUID.randomUUID(), "Milk");
    private final List<NewEvent> appended = new ArrayList<>();
    private final List<String> dead = new ArrayList<>();
    private int outages;

    private final EventIntake<NewEvent> intake = new EventIntake<>(
            body -> List.of(milk), this::append, (queue, reason, body) -> keep(reason), Duration.ofMillis(1));

    private final EventIntake<NewEvent> garbage = new EventIntake<>(
            body -> {
                throw new IllegalArgumentException("not JSON");
            },
            this::append,
            (queue, reason, body) -> keep(reason),
            Duration.ofMillis(1));

    @Test
    void isDoneWhenTheLogHasTheEvents() {
        assertThat(take(intake, true)).succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(appended).containsExactly(milk);
        assertThat(dead).isEmpty();
    }

    @Test
    void waitsForTheDatabaseAndTriesAgain() {
        outages = 5;

        assertThat(take(intake, true)).succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(appended).containsExactly(milk);
    }

    @Test
    void saysOnceThatMessagesWaitAndOnceThatTheyNoLongerDo() {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord said) {
                String text = said.getMessage() + Arrays.toString(said.getParameters());
                if (said.getLevel().intValue() >= Level.WARNING.intValue() && text.contains("queue of one's own")) {
                    warnings.add(text);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(EventIntake.class.getName());
        logger.addHandler(listener);
        try {
            outages = 5;
            for (int message = 0; message < 2; message++) {
                assertThat(intake.take("queue of one's own", BODY, () -> true).subscribeAsCompletionStage())
                        .succeedsWithin(5, TimeUnit.SECONDS);
            }
        } finally {
            logger.removeHandler(listener);
        }

        assertThat(warnings).hasSize(2);
        assertThat(warnings.getFirst()).contains("have to wait");
        assertThat(warnings.getLast()).contains("wait no longer");
    }

    @Test
    void givesUpWhatWillBeDeliveredAgain() {
        outages = Integer.MAX_VALUE;

        assertThat(take(intake, false)).failsWithin(5, TimeUnit.SECONDS);
        assertThat(appended).isEmpty();
        assertThat(dead).isEmpty();
    }

    @Test
    void keepsWhatIsNoEventWithTheReason() {
        assertThat(take(garbage, true)).succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(dead).containsExactly("not JSON");
        assertThat(appended).isEmpty();
    }

    @Test
    void waitsForTheDatabaseToKeepADeadLetterToo() {
        outages = 3;

        assertThat(take(garbage, true)).succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(dead).containsExactly("not JSON");
    }

    private static CompletableFuture<Void> take(EventIntake<NewEvent> intake, boolean wanted) {
        return intake.take("sync.events.0", BODY, () -> wanted).subscribeAsCompletionStage();
    }

    private Uni<Void> append(List<NewEvent> events) {
        return unlessAway(() -> appended.addAll(events));
    }

    private Uni<Void> keep(String reason) {
        return unlessAway(() -> dead.add(reason));
    }

    private Uni<Void> unlessAway(Runnable write) {
        return Uni.createFrom().deferred(() -> {
            if (outages > 0) {
                outages--;
                return Uni.createFrom().failure(new IOException("the database is away"));
            }
            write.run();
            return Uni.createFrom().voidItem();
        });
    }
}
