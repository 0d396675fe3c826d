package dev.xeocontext.bench.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberedTextTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 99_999_999})
    void hasTheSizeThatItShallHaveAndItsNumber(int number) {
        var text = new NumberedText(300).of(number);

        assertThat(text).hasSize(300);
        assertThat(NumberedText.number(text)).isEqualTo(number);
    }

    @Test
    void isNeverTooShortForItsNumber() {
        assertThat(NumberedText.number(new NumberedText(3).of(12))).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234567", "no number"})
    void textWithoutANumberIsNotTakenForOne(String text) {
        assertThatThrownBy(() -> NumberedText.number(text))
                .isInstanceOfAny(NumberFormatException.class, IndexOutOfBoundsException.class);
    }
}
