package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.local.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A device that pushes as fast as the network takes it, without waiting for answers, hinders only itself. */
@SystemTest
class FloodTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long TOLERATED_GROWTH = 64L << 20;
    private static final int PUSHES = 200;
    private static final int OPS = 200;

    private final Stack stack;

    FloodTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void everyPushIsAnsweredAndNobodyElseNotices() {
        var vitals = new SyncVitals(stack);
        long before = vitals.liveBytes();
        try (var neighbour = Neighbour.of(stack);
                var device = Device.connect(Account.register(stack.url()))) {
            var record = Op.uuid();
            var refs = IntStream.range(0, PUSHES)
                    .mapToObj(push -> device.request("push", Map.of("ops", ops(device, record))))
                    .toList();

            var answers = refs.stream().map(ref -> answer(device, ref)).toList();

            assertThat(answers).allSatisfy(FloodTest::isDecidedUpToSomePlace);
            var last = device.push(Op.put(record, device.clock().now(), Map.of("title", "At last")));
            assertThat(last.getFirst().path("status").asText()).isEqualTo("applied");
            System.out.println("beside a flood, " + neighbour.finish());
        }
        await("the memory is free again")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(vitals.liveBytes()).isLessThan(before + TOLERATED_GROWTH));
    }

    private static List<Map<String, Object>> ops(Device device, UUID record) {
        return IntStream.range(0, OPS)
                .mapToObj(number -> Op.put(record, device.clock().now(), Map.of("title", "Wave " + number))
                        .json())
                .toList();
    }

    private static JsonNode answer(Device device, String ref) {
        return device.message(message -> ref.equals(message.path("ref").asText()), "the answer to push " + ref);
    }

    /** What is undecided stands behind what is decided, never before it. */
    private static void isDecidedUpToSomePlace(JsonNode answer) {
        var statuses = answer.path("results")
                .valueStream()
                .map(result -> result.path("status").asText())
                .toList();
        assertThat(statuses).hasSize(OPS).allMatch(List.of("applied", "retry")::contains);
        int undecided = statuses.indexOf("retry");
        if (undecided >= 0) {
            assertThat(statuses.subList(undecided, OPS)).containsOnly("retry");
        }
    }
}
