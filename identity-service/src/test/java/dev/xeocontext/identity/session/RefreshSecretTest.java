package dev.xeocontext.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.identity.seal.WrongSeal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RefreshSecretTest {

    private final Random random = new Random(7);
    private final RefreshSecret first = RefreshSecret.generate(random);
    private final RefreshSecret second = RefreshSecret.generate(random);

    @Test
    void isReadAsItWasSent() {
        assertThat(RefreshSecret.parse(first.text()).orElseThrow().hash()).isEqualTo(first.hash());
    }

    @Test
    void isStoredAsAnotherText() {
        assertThat(first.hash()).isNotEqualTo(first.text()).isNotEqualTo(second.hash());
    }

    @Test
    void opensItsSuccessorAndNobodyElseDoes() {
        byte[] sealed = first.seal(second, random);
        assertThat(first.unseal(sealed).text()).isEqualTo(second.text());
        assertThatThrownBy(() -> second.unseal(sealed)).isInstanceOf(WrongSeal.class);
    }

    @Test
    void keepsItselfOutOfLogs() {
        assertThat(first.toString()).doesNotContain(first.text());
    }
}
