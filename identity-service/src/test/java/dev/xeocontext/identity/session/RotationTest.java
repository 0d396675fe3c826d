package dev.xeocontext.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RotationTest {

    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final RefreshToken first = token("first");
    private final RefreshToken second = token("second");
    private final RefreshToken third = token("third");

    @Test
    void rotatesTheCurrentToken() {
        assertThat(Rotation.of(first, first, THEN, GRACE)).isEqualTo(new Rotation.Rotate(first));
    }

    @Test
    void repeatsUntilTheGraceIsOver() {
        first.replace("second", new byte[0], THEN);
        assertThat(Rotation.of(first, second, THEN.plusMillis(19_999), GRACE)).isEqualTo(new Rotation.Repeat(first));
        assertThat(Rotation.of(first, second, THEN.plusSeconds(20), GRACE)).isEqualTo(new Rotation.Reuse());
    }

    @Test
    void takesATokenForStolenOnceItsSuccessorWasUsed() {
        first.replace("second", new byte[0], THEN);
        second.replace("third", new byte[0], THEN);
        assertThat(Rotation.of(first, third, THEN, GRACE)).isEqualTo(new Rotation.Reuse());
    }

    private static RefreshToken token(String hash) {
        return new RefreshToken(hash, new UUID(0, 1), THEN);
    }
}
