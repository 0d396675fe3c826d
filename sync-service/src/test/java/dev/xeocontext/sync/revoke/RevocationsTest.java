package dev.xeocontext.sync.revoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.SessionRevoked;
import dev.xeocontext.kit.access.AccessConfig;
import dev.xeocontext.kit.access.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationsTest {

    private static final UUID SESSION = new UUID(0, 7);
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private Instant now = Instant.ofEpochSecond(1_700_000_000);
    private final RevokedSessionIds ids = new RevokedSessionIds(LIFETIME, 100, () -> now);
    private final List<Set<UUID>> told = new ArrayList<>();
    private final Revocations revocations = new Revocations(ids, List.of(told::add), () -> now);
    private final RevocationMessages messages = new RevocationMessages(new ObjectMapper());

    private SessionRevoked revoked(UUID session) {
        return new SessionRevoked(new UUID(0, 1), session, now.toEpochMilli());
    }

    @Test
    void tellsOfASessionOnceHoweverOftenItIsHeardOf() {
        revocations.heard(List.of(revoked(SESSION), revoked(SESSION)));
        revocations.heard(List.of(revoked(SESSION)));

        assertThat(told).containsExactly(Set.of(SESSION));
    }

    @Test
    void refusesTheCallerUntilTheLastTokenHasExpired() {
        Caller caller = new Caller(new UUID(0, 1), SESSION, new UUID(0, 2), now.plus(LIFETIME));
        assertThat(ids.admit(caller)).isEqualTo(caller);
        revocations.heard(List.of(revoked(SESSION)));

        now = now.plus(LIFETIME).minusMillis(1);
        assertThatThrownBy(() -> ids.admit(caller)).isInstanceOf(ProblemException.class);
        now = now.plusMillis(1);
        assertThat(ids.contains(SESSION)).isFalse();
    }

    @Test
    void remembersForAsLongAsTokensAreAcceptedWithClocksThatDiffer() {
        RevokeConfig revoke = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(RevokeConfig.class)
                .withDefaultValue("xeo.sync.revoke.identity-url", "http://nowhere.invalid")
                .build()
                .getConfigMapping(RevokeConfig.class);
        AccessConfig access = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(AccessConfig.class)
                .withDefaultValue("xeo.access.issuer", "test")
                .withDefaultValue("xeo.access.key-set-url", "http://nowhere.invalid")
                .withDefaultValue("xeo.access.key-set-refresh", "5m")
                .build()
                .getConfigMapping(AccessConfig.class);

        RevokedSessionIds configured = new RevokedSessionIds(revoke, access, () -> now, new SimpleMeterRegistry());

        assertThat(configured.keptFor())
                .isEqualTo(revoke.tokenLifetime().plus(access.clockTolerance().multipliedBy(2)))
                .isGreaterThan(revoke.tokenLifetime());
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        RevokedSessionIds two = new RevokedSessionIds(LIFETIME, 2, () -> now);
        for (int i = 0; i < 50; i++) {
            two.add(new UUID(1, i));
            two.contains(new UUID(1, 0));
        }

        assertThat(two.contains(new UUID(1, 47))).isFalse();
        assertThat(two.contains(new UUID(1, 48))).isTrue();
        assertThat(two.contains(new UUID(1, 49))).isTrue();
    }

    @Test
    void doesNotMindASessionWhoseTokensHaveExpiredLongAgo() {
        SessionRevoked old = revoked(SESSION);
        now = now.plus(LIFETIME).plusMillis(1);
        revocations.heard(List.of(old));

        assertThat(told).isEmpty();
        assertThat(ids.contains(SESSION)).isFalse();
    }

    @Test
    void readsASessionAmongOtherHappenings() {
        String batch = """
                [{"type":"dev.xeocontext.identity.user-deleted.v1","data":{}},
                 {"type":"dev.xeocontext.identity.session-revoked.v1",
                  "data":{"userId":"%s","sessionId":"%s","revokedAt":5}}]""".formatted(SESSION, SESSION);

        assertThat(messages.read(batch.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new SessionRevoked(SESSION, SESSION, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"type\":\"dev.xeocontext.identity.session-revoked.v1\"}",
                "{\"type\":\"dev.xeocontext.identity.session-revoked.v1\",\"data\":{}}",
                "{\"type\":\"dev.xeocontext.identity.session-revoked.v1\",\"data\":{\"sessionId\":\"x\"}}"
            })
    void callsNonsenseNonsense(String message) {
        assertThatThrownBy(() -> messages.read(message.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
