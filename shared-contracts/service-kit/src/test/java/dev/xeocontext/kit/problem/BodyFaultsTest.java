package dev.xeocontext.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BodyFaultsTest {

    private record Body(List<Map<String, UUID>> items) {}

    @Test
    void pointsAtTheValue() {
        Problem problem = problemOf("{\"items\":[{},{\"a/b~c\":\"no uuid\"}]}");
        assertThat(problem.code()).isEqualTo("malformed-body");
        assertThat(problem.errors())
                .containsExactly(new Problem.Fault("/items/1/a~1b~0c", "has the wrong type or form"));
    }

    @Test
    void saysWhereTheTextBreaksOffAndRepeatsNothingOfIt() {
        Problem problem = problemOf("{\"items\": secret");
        assertThat(problem.detail()).contains("line 1").doesNotContain("secret");
    }

    private static Problem problemOf(String json) {
        try {
            new ObjectMapper().readValue(json, Body.class);
            throw new AssertionError("was read: " + json);
        } catch (JsonProcessingException e) {
            return BodyFaults.of(e).problem();
        }
    }
}
