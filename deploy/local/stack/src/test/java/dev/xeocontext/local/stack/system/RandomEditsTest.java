package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Devices that edit a few records at random, from a seed that is printed: in the end all know the same. */
@SystemTest
class RandomEditsTest {

    private static final long SEED = Long.parseLong(System.getenv().getOrDefault("XEO_SEED", "20261121"));
    private static final int EDITS = Integer.parseInt(System.getenv().getOrDefault("XEO_SOAK_EDITS", "300"));
    private static final int DEVICES = 3;
    private static final int RECORDS = 12;
    private static final List<String> FIELDS = List.of("title", "notes", "position");
    private static final Duration WEEK = Duration.ofDays(7);

    private final Stack stack;
    private final Random random = new Random(SEED);

    RandomEditsTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    @DisplayName("devices that edit at random end with the same records")
    void devicesConverge() {
        System.out.println("XEO_SEED=" + SEED);
        var anna = Account.register(stack.url());
        var accounts = Stream.generate(anna::onAnotherDevice).limit(DEVICES).toList();
        var devices = new ArrayList<Device>();
        accounts.forEach(account -> devices.add(Device.connect(account).subscribe()));
        var records = Stream.generate(Op::uuid).limit(RECORDS).toList();

        for (int edits = 0; edits < EDITS; ) {
            int turn = random.nextInt(DEVICES);
            if (random.nextInt(40) == 0) {
                devices.set(turn, again(devices.get(turn), accounts.get(turn)));
            }
            var batch = batch(devices.get(turn), records);
            devices.get(turn)
                    .push(batch.toArray(Op[]::new))
                    .forEach(result -> assertThat(result.path("status").asText())
                            .as(result::toString)
                            .isIn("applied", "superseded"));
            edits += batch.size();
        }

        try (var newcomer = Device.connect(anna).subscribe()) {
            var expected = newcomer.replica().state();
            for (var device : devices) {
                await().atMost(Device.PATIENCE)
                        .untilAsserted(
                                () -> assertThat(device.replica().state()).isEqualTo(expected));
                device.close();
            }
            var visible = records.stream()
                    .filter(id -> newcomer.replica().text(id, "title").isPresent()
                            || newcomer.replica().text(id, "notes").isPresent()
                            || newcomer.replica().text(id, "position").isPresent())
                    .filter(id -> !newcomer.replica().isDeleted(id))
                    .map(UUID::toString)
                    .toList();
            assertThat(anna.todos()).extracting(todo -> todo.get("id")).hasSameElementsAs(visible);
        }
    }

    private static Device again(Device device, Account account) {
        var cursor = device.cursor();
        device.close();
        return device.reconnect(account).subscribeFrom(cursor);
    }

    private List<Op> batch(Device device, List<UUID> records) {
        var batch = new ArrayList<Op>();
        for (int size = 1 + random.nextInt(6); size > 0; size--) {
            batch.add(op(device, records.get(random.nextInt(RECORDS))));
        }
        return batch;
    }

    /** Mostly of now, sometimes of days ago: what an offline device brings. */
    private Op op(Device device, UUID id) {
        var clock = random.nextInt(4) == 0
                ? device.clock().at(WEEK.negated().plusMillis(random.nextLong(WEEK.toMillis())))
                : device.clock().now();
        return switch (random.nextInt(12)) {
            case 0 -> Op.delete(id, clock);
            case 1 -> Op.restore(id, clock);
            default ->
                Op.put(
                        id,
                        clock,
                        Map.of(FIELDS.get(random.nextInt(FIELDS.size())), "a" + random.nextInt(1_000_000) + "b"));
        };
    }
}
