package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.stack.Stack;
import dev.xeocontext.local.stack.system.client.Client;
import dev.xeocontext.local.stack.system.client.DigestWalk;
import dev.xeocontext.local.stack.system.client.NewIds;
import dev.xeocontext.local.stack.system.client.RecordKey;
import dev.xeocontext.local.stack.system.client.Setup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Devices that have reason to doubt what they have, or who they are. */
@SystemTest
class DoubtTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 300;

    private final Stack stack;

    DoubtTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void aWalkThroughTheDigestsCostsWhatDiffers() {
        var household = Household.of(stack, 2);
        var keys = Stream.generate(() -> new RecordKey("todos", NewIds.next()))
                .limit(RECORDS)
                .toList();
        var stale = Setup.of(household.login(1));
        try (var writer = Client.of(Setup.of(household.login(0))).online()) {
            try (var client = Client.of(stale).online()) {
                keys.forEach(key -> put(writer, key, "Once"));
                await("both have all").atMost(PATIENCE).until(() -> holds(writer, client));
            }
            keys.subList(0, 5).forEach(key -> put(writer, key, "Twice"));
            put(writer, new RecordKey("todos", NewIds.next()), "New");
            writer.store().delete(keys.getLast());
            writer.wake();
            await("the log has it all")
                    .atMost(PATIENCE)
                    .until(() -> writer.store().seq() == RECORDS + 7);
            var cost = DigestWalk.of(writer, stale.store(), "todos");
            assertThat(cost.records()).isEqualTo(7);
            assertThat(cost.leaves()).isBetween(1, 7);
            assertThat(stale.store().canonical()).isEqualTo(writer.store().canonical());
            assertThat(DigestWalk.of(writer, stale.store(), "todos")).isEqualTo(DigestWalk.Cost.NOTHING);
            goesOnFromItsCursor(stale, writer, keys.getFirst());
        }
    }

    /** What the walk has fetched comes once more, and does no harm. */
    private static void goesOnFromItsCursor(Setup stale, Client writer, RecordKey key) {
        put(writer, key, "Thrice");
        try (var client = Client.of(stale).online()) {
            await("both have the last event")
                    .atMost(PATIENCE)
                    .until(() -> Stream.of(writer, client)
                            .allMatch(each -> each.store().seq() == RECORDS + 8));
            assertThat(client.store().canonical()).isEqualTo(writer.store().canonical());
            assertThat(client.journal().resets()).isZero();
            assertThat(client.journal().events().getLast().seq()).isEqualTo(RECORDS + 8);
            assertThat(client.journal().breaches()).isEmpty();
        }
    }

    private static boolean holds(Client writer, Client client) {
        return writer.isQuiet()
                && client.store().canonical().size() == RECORDS
                && client.store().canonical().equals(writer.store().canonical());
    }

    private static void put(Client client, RecordKey key, String title) {
        client.store().put(key, Map.of("title", title));
        client.wake();
    }

    /** As after a disk was copied: both go on from the same clock under the same node id. */
    @Test
    void aDeviceWhoseClockAnotherHasUsedTakesANewNodeAndStampsAgain() {
        var household = Household.of(stack, 2);
        var key = new RecordKey("todos", NewIds.next());
        var original = Setup.of(household.login(0));
        var copy = Setup.of(household.login(1));
        var op = original.store().put(key, Map.of("title", "Original"));
        copy.store().put(key, Map.of("title", "Copy"), Objects.requireNonNull(op.hlc()));
        try (var first = Client.of(original).online()) {
            await("the original is acked").atMost(PATIENCE).until(first::isQuiet);
            try (var second = Client.of(copy).online()) {
                await("the copy is acked").atMost(PATIENCE).until(second::isQuiet);

                assertThat(second.store().refused()).isEmpty();
                await("both show the same")
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(first.store().canonical())
                                .isEqualTo(second.store().canonical()));
                assertThat(List.of(first, second))
                        .allSatisfy(client ->
                                assertThat(client.journal().breaches()).isEmpty());
            }
        }
    }
}
