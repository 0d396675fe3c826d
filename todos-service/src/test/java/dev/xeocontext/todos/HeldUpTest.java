package dev.xeocontext.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody else holds the lock of a record, and whoever is behind a write is traced. */
@QuarkusTest
@TestProfile(HeldUpTest.ShortLimits.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
class HeldUpTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Limits of the database that a test can wait for, and traces that go nowhere. */
    public static final class ShortLimits implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "xeo.database.lock-timeout",
                    "500ms",
                    "xeo.database.idle-transaction-timeout",
                    "5s",
                    "xeo.ops.commit-timeout",
                    "10m",
                    "xeo.ops.patience",
                    "11m",
                    "quarkus.otel.sdk.disabled",
                    "false",
                    "quarkus.otel.traces.exporter",
                    "none");
        }
    }

    @Inject
    Pool pool;

    private final Person ada = Person.somebody();
    private final UUID id = UUID.randomUUID();

    @Test
    void whoeverWaitsTooLongForALockIsToldToComeBack() {
        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "held"))));
        SqlConnection holder = pool.getConnectionAndAwait();
        try {
            holder.query("set idle_in_transaction_session_timeout = 0").executeAndAwait();
            lock(holder);

            ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "patient"))))
                    .statusCode(503)
                    .header("Retry-After", "2")
                    .body("code", equalTo("unavailable"));
        } finally {
            holder.query("rollback").executeAndAwait();
            holder.query("reset idle_in_transaction_session_timeout").executeAndAwait();
            holder.closeAndAwait();
        }
        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "patient"))))
                .body("results.status", contains("applied"));
    }

    @Test
    void whoVanishesInTheMiddleOfATransactionHoldsItsLocksNoLonger() {
        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "held"))));
        SqlConnection vanished = pool.getConnectionAndAwait();
        try {
            lock(vanished);

            await().atMost(SOON)
                    .until(() -> ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "patient"))))
                                    .extract()
                                    .statusCode()
                            == 200);
        } finally {
            vanished.close().onFailure().recoverWithNull().await().atMost(SOON);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plan_cache_mode, force_generic_plan",
        "enable_seqscan, off",
        "jit, off",
        "lock_timeout, 500ms",
        "idle_in_transaction_session_timeout, 5s"
    })
    void sessionsHaveTheSettingsThatTheyAreMeantToHave(String setting, String value) {
        assertThat(pool.query("show " + setting)
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getString(0))
                .isEqualTo(value);
    }

    @Test
    void anEventCarriesTheTraceOfTheRequestBehindIt() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        ada.request()
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .body(Map.of("storeId", ada.storeId(), "ops", List.of(ada.put(id, ada.now(), Map.of("title", "Milk")))))
                .post("/internal/v1/ops")
                .then()
                .statusCode(200)
                .body("events[0].traceparent", startsWith("00-" + trace + '-'));
    }

    private void lock(SqlConnection holder) {
        holder.query("begin").executeAndAwait();
        holder.query("select from todos where id = '%s' for update".formatted(id))
                .executeAndAwait();
    }
}
