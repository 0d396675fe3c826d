package dev.xeocontext.identity.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SealingTest {

    private static final byte[] PLAIN = "plain".getBytes(UTF_8);

    private final Sealing sealing = Sealing.under("secret".getBytes(UTF_8), "purpose");
    private final byte[] sealed = sealing.seal(PLAIN, "row 1", new Random(1));

    @Test
    void opensWhatItSealed() {
        assertThat(sealing.unseal(sealed, "row 1")).isEqualTo(PLAIN);
    }

    @Test
    void doesNotOpenInAnotherPlace() {
        assertThatThrownBy(() -> sealing.unseal(sealed, "row 2")).isInstanceOf(WrongSeal.class);
    }

    @Test
    void doesNotOpenUnderAnotherSecretOrForAnotherPurpose() {
        assertThatThrownBy(
                        () -> Sealing.under("other".getBytes(UTF_8), "purpose").unseal(sealed, "row 1"))
                .isInstanceOf(WrongSeal.class);
        assertThatThrownBy(
                        () -> Sealing.under("secret".getBytes(UTF_8), "other").unseal(sealed, "row 1"))
                .isInstanceOf(WrongSeal.class);
    }

    @Test
    void noticesAChangedByte() {
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> sealing.unseal(sealed, "row 1")).isInstanceOf(WrongSeal.class);
        assertThatThrownBy(() -> sealing.unseal(new byte[3], "row 1")).isInstanceOf(WrongSeal.class);
    }
}
