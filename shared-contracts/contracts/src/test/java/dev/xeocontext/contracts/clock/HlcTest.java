package dev.xeocontext.contracts.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.Vectors;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HlcTest {

    private final JsonNode vectors = Vectors.read("clock.json");

    @Test
    void hasTheTextOfTheVectors() {
        for (JsonNode vector : vectors.get("text")) {
            long node = Long.parseUnsignedLong(vector.get("node").asText(), 16);
            Hlc hlc =
                    new Hlc(vector.get("millis").asLong(), vector.get("counter").asInt(), node);
            assertThat(hlc).hasToString(vector.get("text").asText());
            assertThat(Hlc.parse(vector.get("text").asText())).isEqualTo(hlc);
        }
    }

    @Test
    void sortsAsTheVectors() {
        List<String> ascending = Vectors.list(vectors.get("order")).stream()
                .map(JsonNode::asText)
                .toList();
        assertThat(ascending.stream().map(Hlc::parse).sorted().map(Hlc::toString))
                .isEqualTo(ascending);
        assertThat(ascending).isSorted();
    }

    @Test
    void refusesWhatTheVectorsCallInvalid() {
        for (JsonNode vector : vectors.get("invalid")) {
            assertThat(Hlc.isValid(vector.asText())).as(vector.asText()).isFalse();
            assertThatIllegalArgumentException().isThrownBy(() -> Hlc.parse(vector.asText()));
        }
    }

    @Property(seed = "1")
    void theOrderOfTheTextIsTheOrderOfTheClocks(
            @ForAll @LongRange(max = Hlc.MAX_MILLIS) long millisA,
            @ForAll @IntRange(max = Hlc.MAX_COUNTER) int counterA,
            @ForAll long nodeA,
            @ForAll @LongRange(max = Hlc.MAX_MILLIS) long millisB,
            @ForAll @IntRange(max = Hlc.MAX_COUNTER) int counterB,
            @ForAll long nodeB) {
        Hlc a = new Hlc(millisA, counterA, nodeA);
        Hlc b = new Hlc(millisB, counterB, nodeB);
        assertThat(Integer.signum(a.compareTo(b)))
                .isEqualTo(Integer.signum(a.toString().compareTo(b.toString())));
        assertThat(Hlc.parse(a.toString())).isEqualTo(a);
    }
}
