package dev.xeocontext.contracts.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.Vectors;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DigestTest {

    private final JsonNode vectors = Vectors.read("digest.json");

    @Test
    void hashesAndLeavesAreThoseOfTheVectors() throws JsonProcessingException {
        for (JsonNode vector : vectors.get("records")) {
            String id = vector.get("id").asText();
            assertThat(RecordHash.hex(RecordHash.of(id, state(vector))))
                    .isEqualTo(vector.get("hash").asText());
            assertThat(RecordHash.leaf(id)).isEqualTo(vector.get("leaf").asInt());
        }
    }

    @Test
    void theRootIsTheSumOfTheLeavesWhateverTheOrder() {
        Digest digest = new Digest();
        for (JsonNode vector : vectors.get("records")) {
            digest.add(
                    vector.get("id").asText(),
                    Long.parseUnsignedLong(vector.get("hash").asText(), 16));
        }
        assertThat(digest.root().count())
                .isEqualTo(vectors.get("root").get("count").asLong());
        assertThat(RecordHash.hex(digest.root().sum()))
                .isEqualTo(vectors.get("root").get("sum").asText());
    }

    @Test
    void aRecordIsReplacedByTakingItsOldHashOut() {
        Digest digest = new Digest();
        digest.add("a", 5);
        digest.add("b", -1);
        digest.remove("a", 5);
        digest.add("a", 7);

        assertThat(digest.root()).isEqualTo(new Digest.Sum(2, 6));
    }

    private static RecordState state(JsonNode wire) throws JsonProcessingException {
        @SuppressWarnings("unchecked")
        Map<String, @Nullable Object> fields = Vectors.JSON.treeToValue(wire.get("fields"), Map.class);
        Deletion deleted =
                wire.hasNonNull("deleted") ? Vectors.JSON.treeToValue(wire.get("deleted"), Deletion.class) : null;
        return new WireState(fields, Vectors.JSON.treeToValue(wire.get("clocks"), Object.class), deleted).toState();
    }
}
