package dev.xeocontext.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.event.RevokedSessions;
import dev.xeocontext.contracts.event.SessionRevoked;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

@ExtendWith(OutputCaptureExtension.class)
class RevocationPollTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);
    private static final UUID SESSION = new UUID(0, 7);

    private final RevokedSessionIds ids = new RevokedSessionIds(KEPT_FOR, 10, () -> NOW);
    private final List<Long> asked = new ArrayList<>();
    private Mono<RevokedSessions> answer = Mono.just(new RevokedSessions(List.of(), 5));
    private final RevocationPoll poll = poll("secret");

    private RevocationPoll poll(String secret) {
        Duration any = Duration.ofHours(1);
        RevocationConfig config =
                new RevocationConfig(URI.create("http://nowhere.invalid"), secret, any, any, KEPT_FOR, 10);
        return new RevocationPoll(this::answer, ids, config, () -> NOW);
    }

    private Mono<RevokedSessions> answer(long since) {
        asked.add(since);
        return answer;
    }

    private void ask(Mono<RevokedSessions> answer) {
        this.answer = answer;
        poll.poll().block();
    }

    private static Mono<RevokedSessions> revoked(long asOf) {
        return Mono.just(new RevokedSessions(List.of(new SessionRevoked(new UUID(0, 1), SESSION, 1)), asOf));
    }

    private static Mono<RevokedSessions> failed(String reason) {
        return Mono.error(new IllegalStateException(reason));
    }

    @Test
    void asksForAllThatMattersFirstAndThenForWhatItIsToldTo() {
        ask(revoked(2_000));
        ask(failed("away"));
        ask(revoked(1_000));
        ask(revoked(3_000));

        assertThat(asked).containsExactly(NOW.minus(KEPT_FOR).toEpochMilli(), 2_000L, 2_000L, 1_000L);
        assertThat(ids.contains(SESSION)).isTrue();
    }

    @Test
    void saysOnceForEachReasonThatItHearsNothingAndOnceThatItDoesAgain(CapturedOutput log) {
        ask(revoked(1));
        ask(failed("away"));
        ask(failed("away"));
        ask(failed("wrong secret"));
        ask(failed("wrong secret"));
        assertThat(log.getOut().lines().filter(line -> line.contains("not heard of")))
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("away"),
                        line -> assertThat(line).endsWith("wrong secret"));

        ask(revoked(2));
        ask(revoked(3));
        ask(failed("away"));
        assertThat(log.getOut().lines().filter(line -> line.contains("heard of again")))
                .hasSize(1);
        assertThat(log.getOut().lines().filter(line -> line.endsWith("away"))).hasSize(2);
    }

    @Test
    void asksAtItsStart() {
        poll.start();
        assertThat(poll.isRunning()).isTrue();
        assertThat(asked).hasSize(1);

        poll.stop();
        assertThat(poll.isRunning()).isFalse();
    }

    @Test
    void asksNobodyWithoutASecretAndSaysSo(CapturedOutput log) {
        RevocationPoll without = poll("");
        without.start();
        assertThat(without.isRunning()).isFalse();
        assertThat(asked).isEmpty();
        assertThat(log.getOut()).contains("XEO_INTERNAL_SECRET is not set");
        without.stop();
    }

    @Test
    void doesNotShowTheSecret() {
        Duration any = Duration.ofSeconds(1);
        assertThat(new RevocationConfig(URI.create("http://identity.invalid"), "tell nobody", any, any, any, 1))
                .hasToString("RevocationConfig[http://identity.invalid]");
    }
}
