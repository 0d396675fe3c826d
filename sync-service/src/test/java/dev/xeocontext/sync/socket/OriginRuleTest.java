package dev.xeocontext.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {

    private final OriginRule byDefault = new OriginRule(null);
    private final OriginRule listed = new OriginRule(Set.of("https://app.example"));

    @Test
    void letsAClientInThatIsNoPage() {
        assertThat(byDefault.allows(null, "sync.example")).isTrue();
        assertThat(listed.allows(null, "sync.example")).isTrue();
    }

    @Test
    void letsAPageOfTheSameHostIn() {
        assertThat(byDefault.allows("https://sync.example", "sync.example")).isTrue();
        assertThat(listed.allows("https://sync.example:8443", "sync.example:8443"))
                .isTrue();
        assertThat(listed.allows("https://sync.example:8443", "sync.example")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:5173", "http://127.0.0.1", "https://[::1]:8080"})
    void letsPagesOfThisMachineInUnlessOthersAreNamed(String origin) {
        assertThat(byDefault.allows(origin, "sync.example")).isTrue();
        assertThat(listed.allows(origin, "sync.example")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "https://app.example.evil", "http://app.example", "null", "", "::", "a b"
            })
    void refusesOtherPages(String origin) {
        assertThat(listed.allows(origin, "sync.example")).isFalse();
        assertThat(byDefault.allows(origin, "sync.example")).isFalse();
    }

    @Test
    void letsNamedPagesIn() {
        assertThat(listed.allows("https://app.example", "sync.example")).isTrue();
        assertThat(new OriginRule(Set.of("*")).allows("https://any.example", "sync.example"))
                .isTrue();
    }
}
