package dev.xeocontext.todos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** More writes than can be done. */
@QuarkusTest
@TestProfile(OverloadTest.ASmallRoom.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
class OverloadTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** One write waits, and nobody else. */
    public static final class ASmallRoom implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "xeo.ops.waiting-writes",
                    "1",
                    "xeo.ops.commit-timeout",
                    "10m",
                    "xeo.ops.patience",
                    "11m",
                    "xeo.database.lock-timeout",
                    "10min",
                    "xeo.database.idle-transaction-timeout",
                    "10min");
        }
    }

    @Inject
    Pool pool;

    private final Person ada = Person.somebody();
    private final UUID id = UUID.randomUUID();

    @Test
    void whoeverComesWhileTooManyWaitIsToldToComeBack() throws Exception {
        ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "held"))));
        SqlConnection holder = pool.getConnectionAndAwait();
        try (ExecutorService devices = Executors.newFixedThreadPool(2)) {
            try {
                holder.query("begin").executeAndAwait();
                holder.query("select from todos where id = '%s' for update".formatted(id))
                        .executeAndAwait();
                Future<String> running = devices.submit(this::push);
                await().atMost(SOON).until(this::isHeldUp);
                Future<String> waiting = devices.submit(this::push);
                await().atMost(SOON)
                        .until(() -> RestAssured.get("/q/metrics")
                                .asString()
                                .lines()
                                .anyMatch("xeo_ops_waiting 1.0"::equals));

                ada.pushes(List.of(ada.put(UUID.randomUUID(), ada.now(), Map.of("title", "too much"))))
                        .statusCode(503)
                        .header("Retry-After", "2")
                        .body("code", equalTo("unavailable"));
                ada.request()
                        .body(Map.of("title", "too much"))
                        .post("/v1/todos")
                        .then()
                        .statusCode(503);

                release(holder);
                assertThat(running.get()).isEqualTo("applied");
                assertThat(waiting.get()).isEqualTo("applied");
            } finally {
                release(holder);
                holder.closeAndAwait();
            }
        }
        ada.creates(Map.of("title", "there is room again"));
    }

    private String push() {
        return ada.pushes(List.of(ada.put(id, ada.now(), Map.of("title", "patient"))))
                .statusCode(200)
                .extract()
                .path("results[0].status");
    }

    private static void release(SqlConnection holder) {
        holder.query("rollback").executeAndAwait();
    }

    private boolean isHeldUp() {
        return pool.query("select count(*) from pg_locks where not granted")
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getLong(0)
                > 0;
    }
}
