package dev.xeocontext.contracts.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.Vectors;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class MergeTest {

    @TestFactory
    Stream<DynamicTest> joinsAsTheVectors() {
        return Vectors.list(Vectors.read("merge.json").get("cases")).stream()
                .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> check(vector)));
    }

    private static void check(JsonNode vector) throws JsonProcessingException {
        RecordState a = state(vector.get("a"));
        RecordState b = state(vector.get("b"));
        RecordState joined = state(vector.get("joined"));

        assertThat(Merge.join(a, b)).isEqualTo(joined);
        assertThat(Merge.join(b, a)).isEqualTo(joined);
        assertThat(Merge.join(joined, a)).isSameAs(joined);
        assertThat(Merge.join(joined, b)).isSameAs(joined);
        if (vector.has("reused")) {
            assertThat(Merge.reusedClocks(a, b))
                    .containsExactlyElementsOf(Vectors.list(vector.get("reused")).stream()
                            .map(JsonNode::asText)
                            .toList());
        }
        JsonNode wire = Vectors.JSON.valueToTree(WireState.of(joined));
        assertThat(state(wire)).isEqualTo(joined);
    }

    static RecordState state(JsonNode wire) throws JsonProcessingException {
        @SuppressWarnings("unchecked")
        Map<String, @Nullable Object> fields = Vectors.JSON.treeToValue(wire.get("fields"), Map.class);
        Object clocks = Vectors.JSON.treeToValue(wire.get("clocks"), Object.class);
        Deletion deleted =
                wire.hasNonNull("deleted") ? Vectors.JSON.treeToValue(wire.get("deleted"), Deletion.class) : null;
        return new WireState(fields, clocks, deleted).toState();
    }
}
