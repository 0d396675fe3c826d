package dev.xeocontext.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonSizeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void countsBytesAndNotCharacters() throws Exception {
        for (String text : List.of("", "Milk", "\"\\/", "\t\n\u0001\u001f", "Äpfel", "\u20ac", "\uD83E\uDDB7")) {
            assertThat(JsonSize.of(text)).as(text).isEqualTo(written(text));
        }
    }

    @Test
    void isNeverLessThanWhatIsWritten() throws Exception {
        List<@Nullable Object> values = Arrays.asList(
                Long.MIN_VALUE,
                -1.7976931348623157e308,
                true,
                null,
                List.of(),
                Map.of(),
                Map.of("tags", List.of("a", 7)));

        assertThat(JsonSize.of(values)).isGreaterThanOrEqualTo(written(values));
    }

    private static long written(Object value) throws Exception {
        return JSON.writeValueAsBytes(value).length;
    }
}
