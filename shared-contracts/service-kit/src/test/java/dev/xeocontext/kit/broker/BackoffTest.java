package dev.xeocontext.kit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void pausesDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1));

        assertThat(Stream.generate(backoff::next).limit(5).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void afterASuccessTheyBeginWithTheFirst() {
        Backoff backoff = new Backoff(Duration.ofMillis(10));
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(10));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void noneIsLongerThanTheLongestWhateverIsConfigured() {
        assertThat(new Backoff(Duration.ofHours(1)).next()).isEqualTo(Backoff.LONGEST);
    }
}
