package dev.xeocontext.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.Jwt;

class RevocationTest {

    private static final UUID SESSION = new UUID(0, 7);

    private final RevokedSessionIds revoked = new RevokedSessionIds(Duration.ofMinutes(10), 10, () -> Instant.EPOCH);
    private final Revocation check = new Revocation(revoked);

    private List<String> errors(Object sid) {
        Jwt token = Jwt.withTokenValue("a.b.c")
                .header("alg", "ES256")
                .claim("sid", sid)
                .build();
        return check.validate(token).getErrors().stream()
                .map(OAuth2Error::getErrorCode)
                .toList();
    }

    @Test
    void passesASessionUntilItIsRevoked() {
        assertThat(errors(SESSION.toString())).isEmpty();

        revoked.addAll(List.of(SESSION));

        assertThat(errors(SESSION.toString())).containsExactly("revoked");
        assertThat(errors(new UUID(0, 8).toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "00000000-0000-0000-0000"})
    void refusesATokenWhoseSessionHasNoId(String sid) {
        assertThat(errors(sid)).containsExactly("invalid_token");
    }

    @Test
    void refusesATokenWithoutASession() {
        Jwt token = Jwt.withTokenValue("a.b.c")
                .header("alg", "ES256")
                .claim("sub", "x")
                .build();
        assertThat(check.validate(token).hasErrors()).isTrue();
    }
}
