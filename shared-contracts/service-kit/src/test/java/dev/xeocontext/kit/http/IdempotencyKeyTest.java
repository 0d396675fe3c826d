package dev.xeocontext.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.contracts.error.ProblemException;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    private static final UUID STORE = new UUID(1, 1);

    @Test
    void theSameKeyGivesTheSameIds() {
        assertThat(key(STORE, "/v1/todos", "k").opId())
                .isEqualTo(key(STORE, "/v1/todos", "k").opId());
        assertThat(key(STORE, "/v1/todos", "k").recordId())
                .isEqualTo(key(STORE, "/v1/todos", "k").recordId());
    }

    @Test
    void storePathKeyAndPurposeTellIdsApart() {
        assertThat(Set.of(
                        key(STORE, "/v1/todos", "k").opId(),
                        key(STORE, "/v1/todos", "k").recordId(),
                        key(new UUID(1, 2), "/v1/todos", "k").opId(),
                        key(STORE, "/v1/todo-lists", "k").opId(),
                        key(STORE, "/v1/todos", "l").opId()))
                .hasSize(5)
                .allSatisfy(id -> {
                    assertThat(id.version()).isEqualTo(8);
                    assertThat(id.variant()).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\u00e4", "a\n"})
    void refusesWhatIsNotVisibleAscii(String key) {
        assertThatThrownBy(() -> key(STORE, "/v1/todos", key)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> key(STORE, "/v1/todos", "k".repeat(256))).isInstanceOf(ProblemException.class);
    }

    private static IdempotencyKey key(UUID store, String path, String key) {
        return new IdempotencyKey(store, path, key);
    }
}
