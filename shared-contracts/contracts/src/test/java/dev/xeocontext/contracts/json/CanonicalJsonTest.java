package dev.xeocontext.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            333333333.33333329  | 333333333.3333333
            4.50                | 4.5
            2e-3                | 0.002
            0.000000000000000000000000001 | 1e-27
            1e-6                | 0.000001
            1e-7                | 1e-7
            -1.5e-9             | -1.5e-9
            1.0                 | 1
            -0.0                | 0
            9007199254740992    | 9007199254740992
            123456.789          | 123456.789
            5e-324              | 5e-324
            """)
    void writesNumbersAsEcmaScriptDoes(String json, String canonical) throws JsonProcessingException {
        assertThat(canonical(json)).isEqualTo(canonical);
    }

    @Test
    void sortsNamesByTheirUtf16UnitsAndEscapesAsLittleAsPossible() throws JsonProcessingException {
        assertThat(canonical("{\"\uFF5E\":1,\"\uD83E\uDDB7\":2,\"b\":[true,null,\"\\u000f\\n\\/\\\"\"],\"a\":{}}"))
                .isEqualTo("{\"a\":{},\"b\":[true,null,\"\\u000f\\n/\\\"\"],\"\uD83E\uDDB7\":2,\"\uFF5E\":1}");
    }

    @Property(seed = "31")
    void aNumberIsReadBackTheSame(@ForAll double number) throws JsonProcessingException {
        if (Double.isFinite(number) && Math.abs(number) < JsonValues.MAX_INTEGER) {
            String text = CanonicalJson.write(JsonValues.normalize(number));
            assertThat(Double.parseDouble(text)).isEqualTo(number == 0 ? 0.0 : number);
            assertThat(JSON.readTree(text).asDouble()).isEqualTo(Double.parseDouble(text));
        }
    }

    @Property(seed = "32")
    void aTextIsReadBackTheSame(@ForAll String text) throws JsonProcessingException {
        assertThat(JSON.readValue(CanonicalJson.write(text), String.class)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            9007199254740993       | ''
            1e300                  | ''
            123456789012345678901  | ''
            {"a":[1,"\\u0000"]}    | /a/1
            {"a/b":"\\ud800"}      | /a~1b
            {"\\udc00":1}          | ''
            ["\\udc00\\ud800"]     | /0
            """)
    void refusesWhatNotEveryReplicaCouldKeep(String json, String pointer) {
        assertThatThrownBy(() -> canonical(json))
                .isInstanceOfSatisfying(
                        InvalidJsonValue.class, e -> assertThat(e.pointer()).isEqualTo(pointer));
    }

    @Test
    void refusesNestingThatIsTooDeep() {
        List<Object> nested = new ArrayList<>();
        for (int i = 0; i < JsonValues.MAX_DEPTH; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        List<Object> tooDeep = nested;
        assertThatThrownBy(() -> JsonValues.normalize(tooDeep)).isInstanceOf(InvalidJsonValue.class);
        assertThat(JsonValues.normalize(tooDeep.getFirst())).isEqualTo(tooDeep.getFirst());
    }

    @Test
    void theWeightIsAboutTheLengthOfTheText() throws JsonProcessingException {
        Map<String, Object> value = Map.of("title", "x".repeat(1_000), "tags", List.of("a", "b"));
        assertThat(JsonValues.weight(value))
                .isCloseTo(JSON.writeValueAsString(value).length(), withPercentage(5));
    }

    private static String canonical(String json) throws JsonProcessingException {
        return CanonicalJson.write(JsonValues.normalize(JSON.readValue(json, Object.class)));
    }
}
