package dev.xeocontext.sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.sync.Device;
import dev.xeocontext.sync.FakeOwner;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the table says of real sockets. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class ClientJournalTest {

    @TestHTTPResource
    URI http;

    @Inject
    Pool pool;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());

    @Test
    void knowsWhoIsThereAndHowTheyLeft() {
        try (Device first = Device.welcomed(Device.socketUrl(http), ada)) {
            awaitRows(1);
            try (Device second = Device.welcomed(Device.socketUrl(http), ada)) {
                assertThat(first.closeCode()).isEqualTo(4409);
                assertThat(second).isNotNull();
                awaitRows(2);
                Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                    assertThat(rows().getFirst().getInteger("close_code")).isEqualTo(4409);
                    assertThat(rows().getLast().getOffsetDateTime("closed_at")).isNull();
                });
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(rows())
                        .allSatisfy(row ->
                                assertThat(row.getOffsetDateTime("closed_at")).isNotNull()));
        assertThat(rows().getLast().getInteger("close_code")).isNull();
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row.getUUID("device_id")).isEqualTo(ada.device());
            assertThat(row.getString("platform")).isEqualTo("junit");
        });
    }

    private void awaitRows(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> rows().size() == count);
    }

    private List<Row> rows() {
        return pool.preparedQuery("select * from client_sessions where store_id = $1 order by id")
                .execute(Tuple.of(ada.user()))
                .map(rows -> rows.stream().toList())
                .await()
                .atMost(Duration.ofSeconds(20));
    }
}
