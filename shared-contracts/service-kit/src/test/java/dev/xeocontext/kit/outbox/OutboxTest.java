package dev.xeocontext.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.kit.time.Ids;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final int MOST = 10_000;
    private static final TypeReference<List<Map<String, Object>>> EVENTS = new TypeReference<>() {};

    private final ObjectMapper json = new ObjectMapper();
    private final Outbox outbox = new Outbox("kit", json, new Ids(InstantSource.system(), new Random(1)), MOST);

    @Test
    void theEventsOfATransactionMakeOneMessageForEachWay() {
        assertThat(outbox.messages(events(20, "Milk")))
                .extracting(OutboxMessage::routingKey)
                .doesNotHaveDuplicates()
                .hasSizeBetween(1, 4);
    }

    @Test
    void eventsThatAreTooLargeTogetherMakeSeveral() throws JsonProcessingException {
        List<CloudEvent<RecordChanged>> events = events(60, "M".repeat(1_500));

        List<OutboxMessage> messages = outbox.messages(events);

        assertThat(messages)
                .hasSizeGreaterThan(4)
                .allSatisfy(message -> assertThat(message.payload()).hasSizeLessThanOrEqualTo(MOST));
        assertThat(ids(messages))
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(event -> event.id().toString()).toList());
    }

    @Test
    void anEventThatIsTooLargeByItselfIsAMessageByItself() {
        List<CloudEvent<RecordChanged>> events = new ArrayList<>(events(1, "M".repeat(2 * MOST)));
        events.addAll(events(1, "Milk"));

        assertThat(outbox.messages(events)).hasSize(2);
    }

    private List<String> ids(List<OutboxMessage> messages) throws JsonProcessingException {
        List<String> ids = new ArrayList<>();
        for (OutboxMessage message : messages) {
            json.readValue(message.payload(), EVENTS).forEach(event -> ids.add(String.valueOf(event.get("id"))));
        }
        return ids;
    }

    /** Of as many stores. */
    private static List<CloudEvent<RecordChanged>> events(int count, String title) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RecordChanged(
                        new UUID(1, i),
                        "things",
                        new UUID(2, i),
                        OpKind.PUT,
                        Map.of("title", title),
                        "clock",
                        null,
                        new UUID(3, i),
                        new UUID(4, i)))
                .map(change -> CloudEvent.changed(UUID.randomUUID(), "kit", "2026-11-21T00:00:00Z", null, change))
                .toList();
    }
}
