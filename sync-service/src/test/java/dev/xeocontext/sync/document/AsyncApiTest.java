package dev.xeocontext.sync.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.testkit.StoredDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AsyncApiTest {

    private static final Path GOLDEN = Path.of("..", "shared-contracts", "vectors", "messages.json");
    private static final Path STORED = Path.of("..", "docs", "specs", "asyncapi.yaml");

    private final ObjectMapper json = new ObjectMapper();
    private final JsonNode golden = read();
    private final JsonNode document = json.valueToTree(AsyncApi.document(golden));

    private JsonNode read() {
        try {
            return json.readTree(GOLDEN.toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isTheStoredOne() throws JsonProcessingException {
        YAMLMapper yaml = YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        String text = yaml.writeValueAsString(document);
        assertThat(yaml.readTree(text)).isEqualTo(document);
        StoredDocument.assertCurrent(STORED, text);
    }

    @Test
    void knowsEveryMessageWithItsSummary() {
        AsyncApi.types(ClientMessage.class).keySet().forEach(type -> assertKnown("client." + type));
        AsyncApi.types(ServerMessage.class).keySet().forEach(type -> assertKnown("server." + type));
    }

    private void assertKnown(String name) {
        assertThat(document.at("/components/messages").path(name).has("payload"))
                .as(name)
                .isTrue();
        assertThat(document.at("/components/schemas")
                        .path(name)
                        .at("/properties/type/const")
                        .textValue())
                .as(name)
                .isEqualTo(name.substring(name.indexOf('.') + 1));
        assertThat(document.at("/channels/socket/messages").has(name)).as(name).isTrue();
    }

    /** The golden messages are read by other tests into the same records: here they are held against the schemas. */
    @Test
    void hasSchemasThatTheGoldenMessagesKeepTo() {
        for (String side : List.of("client", "server")) {
            for (JsonNode message : golden.path(side)) {
                String name = side + '.' + message.path("type").textValue();
                JsonNode schema = document.at("/components/schemas").path(name);
                assertThat(new SchemaCheck(document).faults(schema, message, name))
                        .isEmpty();
            }
        }
    }

    @Test
    void refersOnlyToWhatIsThere() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void hasAnOperationForEachThatIsSaid() {
        Set<String> asked = AsyncApi.types(ClientMessage.class).keySet();
        assertThat(asked)
                .allSatisfy(type -> assertThat(document.at("/operations")
                                .path(type)
                                .at("/reply/messages")
                                .size())
                        .as(type)
                        .isPositive());
        assertThat(document.at("/operations/draining/action").textValue()).isEqualTo("send");
        assertThat(document.at("/operations/token-expiring/action").textValue()).isEqualTo("send");
    }
}
