package dev.xeocontext.sync.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.event.SessionRevoked;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.sync.log.EventReader;
import dev.xeocontext.sync.log.UnreadEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventMessagesTest {

    private static final UUID STORE = new UUID(1, 1);
    private static final String CLOCK = new Hlc(1, 0, 1).toString();

    private final ObjectMapper json = new ObjectMapper();
    private final EventReader reader = new EventReader(json);
    private final EventMessages messages = new EventMessages(json, reader);
    private final CloudEvent<RecordChanged> milk = changed(1, Map.of("title", "Milk", "storeId", Map.of("a", 1)));
    private final CloudEvent<RecordChanged> bread = changed(2, Map.of("title", "Brötchen \u00e9\uD83E\uDD56"));

    @Test
    void findsTheEventsOfABatch() throws JsonProcessingException {
        List<UnreadEvent> found = messages.read(json.writeValueAsBytes(List.of(milk, bread)));

        assertThat(found).extracting(UnreadEvent::eventId).containsExactly(milk.id(), bread.id());
        assertThat(found).extracting(UnreadEvent::storeId).containsOnly(STORE);
        assertThat(found)
                .extracting(event -> event.reading().get())
                .containsExactly(reader.read(milk), reader.read(bread));
    }

    @Test
    void findsAnEventByItself() throws JsonProcessingException {
        byte[] indented = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(milk);

        assertThat(messages.read(indented))
                .extracting(event -> event.reading().get())
                .containsExactly(reader.read(milk));
    }

    @Test
    void leavesOtherHappeningsAlone() throws JsonProcessingException {
        CloudEvent<SessionRevoked> revoked = CloudEvent.sessionRevoked(
                new UUID(3, 3), "2026-01-01T00:00:00Z", null, new SessionRevoked(STORE, new UUID(4, 4), 1));

        assertThat(messages.read(json.writeValueAsBytes(List.of(revoked)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no",
                "17",
                "[17]",
                "[[]]",
                "{}",
                "[{\"type\":{}}]",
                "[{\"type\":\"a.changed.v1\"}]",
                "[{\"type\":\"a.changed.v1\",\"id\":[1,2],\"data\":[{}]}]",
                "[{\"type\":\"a.changed.v1\",\"id\":\"00000000-0000-0001-0000-000000000001\",\"data\":{\"storeId\":{}}}]",
                "[{\"type\":\"a.changed.v1\"",
            })
    void refusesWhatNoOwnerPublishes(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> messages.read(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void refusesAnEventThatIsNoChangeOnceItIsRead() {
        String body = "{\"type\":\"a.changed.v1\",\"id\":\"00000000-0000-0001-0000-000000000001\","
                + "\"data\":{\"storeId\":\"00000000-0000-0001-0000-000000000001\",\"kind\":\"jump\"}}";
        UnreadEvent event = messages.read(body.getBytes(StandardCharsets.UTF_8)).getFirst();

        assertThatIllegalArgumentException().isThrownBy(() -> event.reading().get());
    }

    @Test
    void refusesADeletionWithoutAClock() {
        String body = "{\"type\":\"a.changed.v1\",\"id\":\"00000000-0000-0001-0000-000000000001\","
                + "\"data\":{\"storeId\":\"00000000-0000-0001-0000-000000000001\",\"collection\":\"todos\","
                + "\"id\":\"00000000-0000-0001-0000-000000000002\",\"kind\":\"delete\",\"changed\":{},\"clocks\":{},"
                + "\"deleted\":{\"value\":true}}}";
        UnreadEvent event = messages.read(body.getBytes(StandardCharsets.UTF_8)).getFirst();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> event.reading().get())
                .withMessage("a deletion without a clock");
    }

    private static CloudEvent<RecordChanged> changed(long id, Map<String, Object> values) {
        return CloudEvent.changed(
                new UUID(2, id),
                "todos",
                "2026-01-01T00:00:00Z",
                null,
                new RecordChanged(
                        STORE, "todos", new UUID(5, id), OpKind.PUT, Map.copyOf(values), CLOCK, null, null, null));
    }
}
