package dev.xeocontext.contracts.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.Vectors;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.event.SessionRevoked;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GoldenMessagesTest {

    private final JsonNode vectors = Vectors.read("messages.json");

    @TestFactory
    Stream<DynamicTest> clientMessagesAreReadAndWrittenUnchanged() {
        return each("client", new TypeReference<ClientMessage>() {});
    }

    @TestFactory
    Stream<DynamicTest> serverMessagesAreReadAndWrittenUnchanged() {
        return each("server", new TypeReference<ServerMessage>() {});
    }

    @TestFactory
    Stream<DynamicTest> eventsAreReadAndWrittenUnchanged() {
        return each("event", new TypeReference<CloudEvent<RecordChanged>>() {});
    }

    @TestFactory
    Stream<DynamicTest> happeningsAreReadAndWrittenUnchanged() {
        return each("happening", new TypeReference<CloudEvent<SessionRevoked>>() {});
    }

    @Test
    void aRevokedSessionIsToldAsInTheVectors() {
        SessionRevoked data = new SessionRevoked(
                UUID.fromString("0193a5f0-0000-7000-8000-00000000000a"),
                UUID.fromString("0193a5f0-0000-7000-8000-00000000000c"),
                1_795_253_248_000L);
        CloudEvent<SessionRevoked> event = CloudEvent.sessionRevoked(
                UUID.fromString("0193a5f0-7c1e-7b3a-9d2f-1c8e5a6b7e02"),
                "2026-11-21T09:27:28Z",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                data);
        assertThat(Vectors.JSON.<JsonNode>valueToTree(event))
                .isEqualTo(vectors.get("happening").get(0));
    }

    private <T> Stream<DynamicTest> each(String direction, TypeReference<T> type) {
        return Vectors.list(vectors.get(direction)).stream()
                .map(golden -> DynamicTest.dynamicTest(golden.get("type").asText(), () -> {
                    T message = Vectors.JSON.readerFor(type).readValue(golden);
                    assertThat(Vectors.JSON.readTree(
                                    Vectors.JSON.writerFor(type).writeValueAsString(message)))
                            .isEqualTo(golden);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyTypeHasAGoldenMessage() {
        return Stream.of(ClientMessage.class, ServerMessage.class)
                .flatMap(side -> Stream.of(side.getPermittedSubclasses()))
                .filter(type -> type.getEnclosingClass() != null)
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
                    boolean client = ClientMessage.class.isAssignableFrom(type);
                    assertThat(Vectors.list(vectors.get(client ? "client" : "server")))
                            .anySatisfy(
                                    golden -> assertThat(read(golden, client)).isInstanceOf(type));
                }));
    }

    private static Object read(JsonNode golden, boolean client) throws JsonProcessingException {
        return client
                ? Vectors.JSON.treeToValue(golden, ClientMessage.class)
                : Vectors.JSON.treeToValue(golden, ServerMessage.class);
    }
}
