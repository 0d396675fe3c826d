package dev.xeocontext.kit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21", "2024-02-29", "2026-11-21T09:30", "2026-11-21T09:30:59"})
    void takesLocalDatesAndDateTimes(String text) {
        assertThat(Rules.localDateOrDateTime().fault(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-2-1",
                "2026-02-30",
                "+12345-01-01",
                "-0001-01-01",
                "+2026-01-01",
                "12345-01-01",
                "-0001-01-01T09:30",
                "2026-11-21T24:00",
                "2026-11-21T09:30Z",
                "21.11.2026",
                "2026-11-21 09:30"
            })
    void refusesWhatIsNoLocalDateOrDateTime(String text) {
        assertThat(Rules.localDateOrDateTime().fault(text)).isNotNull();
    }

    @Test
    void countsCharactersAsPeopleDo() {
        assertThat(Rules.text(2).fault("\uD83E\uDDB7\uD83E\uDDB7")).isNull();
        assertThat(Rules.text(2).fault("abc")).isNotNull();
        assertThat(Rules.filledText(2).fault(" \t")).isEqualTo("must not be blank");
    }

    @Test
    void refusesAnotherTypeInEveryRule() {
        for (Rule rule : List.of(
                Rules.text(9),
                Rules.filledText(9),
                Rules.oneOf(List.of("a")),
                Rules.integer(0, 9),
                Rules.bool(),
                Rules.reference(),
                Rules.localDateOrDateTime(),
                Rules.timeZone(),
                Rules.fractionalIndex())) {
            assertThat(rule.fault(List.of("a"))).isNotNull();
        }
    }

    @Test
    void aFractionalIndexLeavesRoomBeforeItself() {
        assertThat(Rules.fractionalIndex().fault("a0V")).isNull();
        assertThat(Rules.fractionalIndex().fault("a0")).isNotNull();
        assertThat(Rules.fractionalIndex().fault("a-1")).isNotNull();
    }
}
