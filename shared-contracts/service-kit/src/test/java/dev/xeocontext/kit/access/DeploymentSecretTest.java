package dev.xeocontext.kit.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentSecretTest {

    private final DeploymentSecret secret = new DeploymentSecret(new Settings(Optional.of("open sesame")));

    @Test
    void isRightWhenItIsTheOneOfTheDeployment() {
        assertThat(secret.isRight("open sesame")).isTrue();
        assertThat(secret.value()).contains("open sesame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "open", "open sesame ", "Open sesame", "open wheat"})
    void isWrongOtherwise(String shown) {
        assertThat(secret.isRight(shown)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anything"})
    void nothingIsRightWhereThereIsNone(String shown) {
        DeploymentSecret none = new DeploymentSecret(new Settings(Optional.empty()));

        assertThat(none.isRight(shown)).isFalse();
        assertThat(none.value()).isEmpty();
    }
}
