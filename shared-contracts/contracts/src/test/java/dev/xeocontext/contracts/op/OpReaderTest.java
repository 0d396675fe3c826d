package dev.xeocontext.contracts.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.Vectors;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.op.OpReader.Refused;
import dev.xeocontext.contracts.op.OpReader.Wellformed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpReaderTest {

    private static final String OP = """
            {"opId":"0193a5f0-7c1e-7b3a-9d2f-1c8e5a6b7d01","collection":"todos",
             "id":"0193a5f0-7c1e-7b3a-9d2f-1c8e5a6b7c01","kind":"put",
             "hlc":"019aa5f0a000-0000-9f2c4b7a01d3e688","fields":{"title":"Milk","n":1.0},"extra":true}""";

    @Test
    void readsAnOpAndIgnoresWhatItDoesNotKnow() throws JsonProcessingException {
        assertThat(OpReader.read(parse(OP))).isInstanceOfSatisfying(Wellformed.class, wellformed -> {
            Op op = wellformed.op();
            assertThat(op.kind()).isEqualTo(OpKind.PUT);
            assertThat(op.hlc()).hasToString("019aa5f0a000-0000-9f2c4b7a01d3e688");
            assertThat(op.fields()).isEqualTo(Map.of("title", "Milk", "n", 1L));
            assertThat(op.base()).isEmpty();
        });
    }

    @Test
    void theOpsOfTheGoldenPushAreWellformed() throws JsonProcessingException {
        for (JsonNode golden : Vectors.read("messages.json").get("client")) {
            for (JsonNode op : golden.path("ops")) {
                assertThat(OpReader.read(Vectors.JSON.treeToValue(op, Object.class)))
                        .isInstanceOf(Wellformed.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            opId       | 1                                      | /opId
            opId       | "1"                                    | /opId
            opId       | "0193A5F0-7C1E-7B3A-9D2F-1C8E5A6B7D01" | /opId
            id         | null                                   | /id
            collection | ["todos"]                              | /collection
            kind       | "PUT"                                  | /kind
            kind       | "merge"                                | /kind
            hlc        | "now"                                  | /hlc
            hlc        | 7                                      | /hlc
            fields     | []                                     | /fields
            fields     | {"a":{"b":["\\u0000"]}}                | /fields/a/b/0
            base       | "x"                                    | /base
            """)
    void refusesAMemberWithAPointerToIt(String member, String value, String pointer) throws JsonProcessingException {
        Map<String, Object> op = new HashMap<>(parse(OP));
        op.put(member, Vectors.JSON.readValue(value, Object.class));

        assertThat(OpReader.read(op))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().errors())
                                .extracting(Problem.Fault::pointer)
                                .containsExactly(pointer));
    }

    @Test
    void refusesWhatIsNoObject() {
        for (Object raw : List.of("op", 7, List.of(), true)) {
            assertThat(OpReader.read(raw)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.opId()).isNull();
                assertThat(refused.problem().code()).isEqualTo("malformed-op");
            });
        }
        assertThat(OpReader.read(null)).isInstanceOf(Refused.class);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> parse(String json) throws JsonProcessingException {
        return Vectors.JSON.readValue(json, Map.class);
    }
}
