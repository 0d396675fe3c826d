package dev.xeocontext.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);
    private static final byte[] SALT = "sixteen bytes ok".getBytes(StandardCharsets.US_ASCII);

    /** From the tests of the reference implementation: version 19, m=2^16, t=2, p=1. */
    @Test
    void isTheArgon2idOfTheReferenceImplementation() {
        PasswordHash hash = PasswordHash.parse(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        assertThat(hash.matches("password")).isTrue();
        assertThat(hash.matches("Password")).isFalse();
    }

    @Test
    void isReadAsItWasWritten() {
        String phc = PasswordHash.of("secret", SALT, CHEAP).phc();
        assertThat(phc).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(PasswordHash.parse(phc).phc()).isEqualTo(phc);
        assertThat(PasswordHash.parse(phc).matches("secret")).isTrue();
    }

    @Test
    void takesTheSameCharactersForTheSamePassword() {
        PasswordHash composed = PasswordHash.of("caf\u00e9 noir", SALT, CHEAP);
        assertThat(composed.matches("cafe\u0301 noir")).isTrue();
    }

    @Test
    void ofNobodyMatchesNothing() {
        assertThat(PasswordHash.ofNobody(CHEAP).matches("")).isFalse();
        assertThat(PasswordHash.ofNobody(CHEAP).matches("secret")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
                "$argon2id$v=16$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"
            })
    void refusesOtherFormats(String phc) {
        assertThatThrownBy(() -> PasswordHash.parse(phc)).isInstanceOf(IllegalArgumentException.class);
    }
}
