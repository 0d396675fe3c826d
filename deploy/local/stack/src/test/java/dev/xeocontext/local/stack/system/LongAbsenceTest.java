package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.local.embedded.Databases.Service;
import dev.xeocontext.local.stack.Stack;
import dev.xeocontext.local.stack.system.client.Client;
import dev.xeocontext.local.stack.system.client.NewIds;
import dev.xeocontext.local.stack.system.client.RecordKey;
import dev.xeocontext.local.stack.system.client.RefusedOp;
import dev.xeocontext.local.stack.system.client.Setup;
import dev.xeocontext.local.stack.system.client.Wish;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A device that comes back after tombstones were purged. Other devices' clocks say that this was long ago. */
@SystemTest
class LongAbsenceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DELETED = Duration.ofDays(-100);
    private static final Duration MADE = DELETED.minusDays(1);

    private final Stack stack;

    LongAbsenceTest(Stack stack) {
        this.stack = stack;
    }

    static Stream<Wish> wishes() {
        return Stream.of(Wish.ALL, new Wish(List.of("todos"), Map.of("title", Map.of("$exists", true))));
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void itBringsNothingBackAndLosesNothingOfItsOwn(Wish wish) throws SQLException {
        var household = Household.of(stack, 3);
        var record = new RecordKey("todos", NewIds.next());
        var own = new RecordKey("todos", NewIds.next());
        var traveller = Setup.of(household.login(0)).with(wish);
        try (var home = Device.connect(household.devices().get(1))) {
            home.push(Op.put(record.id(), home.clock().at(MADE), Map.of("title", "Ours")));
            try (var client = Client.of(traveller).online()) {
                await("it has the record")
                        .atMost(PATIENCE)
                        .until(() -> client.store().confirmed().containsKey(record));
            }
            home.push(Op.delete(record.id(), home.clock().at(DELETED)));
            var storeId = household.person().userId();
            await("the log has both").atMost(PATIENCE).until(() -> isTrueOf(storeId, "head = 2"));
            monthsPass(storeId);
            untilPurged(home, storeId, record);

            var late = traveller.store().put(record, Map.of("title", "Mine"));
            traveller.store().put(own, Map.of("title", "My own"));
            try (var client = Client.of(traveller).online()) {
                await("it is back").atMost(PATIENCE).until(client::isQuiet);

                assertThat(client.store().refused())
                        .extracting(RefusedOp::op, refused -> refused.problem().code())
                        .containsExactly(tuple(late, "gone"));
                await("it has what there is")
                        .atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(client.store().confirmed()).containsOnlyKeys(own));
                assertThat(client.store().shown(record)).isEqualTo(RecordState.EMPTY);
                assertThat(client.journal().breaches()).isEmpty();
            }
            assertThat(household.person().todos())
                    .extracting(todo -> todo.get("id"))
                    .containsExactly(own.id().toString());
        }
    }

    /** By the services' own clocks, too: they keep what they took a moment ago, whatever its own clock says. */
    private void monthsPass(UUID storeId) throws SQLException {
        for (var aging : List.of(
                Map.entry(Service.TODOS, "update todos set updated_at = updated_at - interval '100 days'"),
                Map.entry(Service.SYNC, "update log set at = at - interval '100 days'"))) {
            try (var connection = ServiceDatabase.connect(stack, aging.getKey());
                    var statement = connection.prepareStatement(aging.getValue() + " where store_id = ?")) {
                statement.setObject(1, storeId);
                assertThat(statement.executeUpdate()).isPositive();
            }
        }
    }

    /** By its owner, which says so, and by the log, whose place that the device knows leads nowhere. */
    private void untilPurged(Device home, UUID storeId, RecordKey record) {
        await("the owner has purged it")
                .atMost(PATIENCE)
                .until(() -> home.push(Op.put(record.id(), home.clock().at(MADE.minusDays(1)), Map.of("title", "Late")))
                        .getFirst()
                        .path("problem")
                        .path("code")
                        .asText()
                        .equals("gone"));
        await("the log has purged it, and its events")
                .atMost(PATIENCE)
                .until(() -> isTrueOf(storeId, "purged_seq > 0 and compacted_to >= purged_seq"));
    }

    private boolean isTrueOf(UUID storeId, String condition) throws SQLException {
        try (var connection = ServiceDatabase.connect(stack, Service.SYNC);
                var statement =
                        connection.prepareStatement("select " + condition + " from stores where store_id = ?")) {
            statement.setObject(1, storeId);
            var result = statement.executeQuery();
            return result.next() && result.getBoolean(1);
        }
    }
}
