package dev.xeocontext.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/health",
                "/v1/todos/0198c0de-0000-7000-8000-000000000001",
                "/.well-known/jwks.json",
                "/v1/files/caf%C3%A9.pdf",
                "/v1/files/a%20b",
                "/v1/files/..a"
            })
    void letsPlainOnesPass(String path) {
        assertThat(PlainPath.isPlain(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "//v1",
                "/v1//todos",
                "/v1/../internal",
                "/v1/./todos",
                "/v1/..",
                "/v1/todos;a=b",
                "/v1/todos%3Ba",
                "/v1/%2e%2e/internal",
                "/v1/%2E./internal",
                "/v1%2finternal",
                "/v1%2Finternal",
                "/v1\\internal",
                "/v1%5cinternal",
                "/v1/%252e",
                "/v1/a%00",
                "/v1/a%0d%0a",
                "/v1/a%7f",
                "/v1/a\u0001",
                "/v1/a b",
                "/v1/\u00e9",
                "/v1/%",
                "/v1/%2"
            })
    void refusesTricks(String path) {
        assertThat(PlainPath.isPlain(path)).isFalse();
    }
}
