package dev.xeocontext.kit.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private static final Duration TIME = Duration.ofSeconds(20);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Runnable> timers = new ArrayList<>();
    private final Deadline deadline = new Deadlines(
                    (time, task) -> {
                        assertThat(time).isEqualTo(TIME);
                        timers.add(task);
                        return () -> timers.remove(task);
                    },
                    meters)
            .of("answer", TIME);

    @Test
    void passesOnWhatComesInTime() {
        assertThat(outcome(Uni.createFrom().item("yes")).getItem()).isEqualTo("yes");
        assertThat(outcome(Uni.createFrom().failure(new IllegalStateException("no")))
                        .getFailure())
                .hasMessage("no");
        assertThat(timers).isEmpty();
    }

    @Test
    void failsWhenNothingComes() {
        UniAssertSubscriber<String> waiting = outcome(Uni.createFrom().nothing());

        timers.getFirst().run();

        assertThat(waiting.getFailure()).isInstanceOf(TimeoutException.class);
        assertThat(missed()).isEqualTo(1);
    }

    @Test
    void doesNotHearWhatComesTooLate() {
        List<UniEmitter<? super String>> asked = new ArrayList<>();
        UniAssertSubscriber<String> waiting = outcome(Uni.createFrom().emitter(asked::add));
        timers.getFirst().run();

        asked.getFirst().complete("late");

        assertThat(waiting.getFailure()).isInstanceOf(TimeoutException.class);
    }

    private double missed() {
        return meters.counter("xeo.overdue", "of", "answer").count();
    }

    private UniAssertSubscriber<String> outcome(Uni<String> answer) {
        return deadline.on(answer).subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
