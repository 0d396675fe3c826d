package dev.xeocontext.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WellFormedTest {

    @Test
    void takesWhatUnicodeHas() {
        assertThat(WellFormed.isWellFormed("")).isTrue();
        assertThat(WellFormed.isWellFormed("caf\u00e9 \ud83d\udd11\n")).isTrue();
    }

    @Test
    void refusesNulAndHalvesOfPairs() {
        assertThat(WellFormed.isWellFormed("a\u0000")).isFalse();
        assertThat(WellFormed.isWellFormed("\ud83d")).isFalse();
        assertThat(WellFormed.isWellFormed("\ud83dx")).isFalse();
        assertThat(WellFormed.isWellFormed("\udd11\ud83d")).isFalse();
    }
}
