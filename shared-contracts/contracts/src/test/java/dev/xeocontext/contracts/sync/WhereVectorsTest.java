package dev.xeocontext.contracts.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.Vectors;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WhereVectorsTest {

    private final JsonNode vectors = Vectors.read("where.json");

    @TestFactory
    Stream<DynamicTest> matchesAsTheVectors() {
        return Vectors.list(vectors.get("valid")).stream()
                .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> {
                    Where where = WhereReader.read(plain(vector.get("where")));
                    assertThat(where.canonical())
                            .isEqualTo(vector.get("canonical").asText());
                    assertThat(records(vector.get("matches"))).allMatch(where::matches);
                    assertThat(records(vector.get("fails"))).noneMatch(where::matches);
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesAsTheVectors() {
        return Vectors.list(vectors.get("invalid")).stream()
                .map(vector -> DynamicTest.dynamicTest(
                        vector.get("where").toString(),
                        () -> assertThatThrownBy(() -> WhereReader.read(plain(vector.get("where"))))
                                .isInstanceOfSatisfying(InvalidWhere.class, fault -> {
                                    assertThat(fault.pointer())
                                            .isEqualTo(vector.get("pointer").asText());
                                    assertThat(fault.detail()).isNotBlank();
                                })));
    }

    @Test
    void neverCutsACharacterInTwo() {
        String text = "x".repeat(Filterable.MAX_TEXT - 1) + "\uD83E\uDDB7";
        assertThat(Filterable.of(Map.of("t", text)).fields()).containsEntry("t", text.substring(0, 255));
    }

    private static List<Filterable> records(JsonNode records) {
        return Vectors.list(records).stream().map(WhereVectorsTest::record).toList();
    }

    @SuppressWarnings("unchecked")
    private static Filterable record(JsonNode fields) {
        try {
            return Filterable.of((Map<String, @Nullable Object>) Vectors.JSON.treeToValue(fields, Map.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object plain(JsonNode json) throws JsonProcessingException {
        return Vectors.JSON.treeToValue(json, Object.class);
    }
}
