package dev.xeocontext.sync.store;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.xeocontext.kit.access.DeploymentSecret;
import dev.xeocontext.sync.FakeOwner;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.EventLog;
import dev.xeocontext.sync.log.LogReader;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class StoreResourceTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String PATH = "/internal/v1/stores/";

    @Inject
    EventLog log;

    @Inject
    LogReader reader;

    private final UUID store = UUID.randomUUID();

    @Test
    void tellsWhatItKnowsOfAStore() {
        log.append(List.of(Changes.titled(store, "Milk"), Changes.titled(store, "Eggs")))
                .await()
                .atMost(DEADLINE);

        service()
                .get(PATH + store)
                .then()
                .statusCode(200)
                .body("storeId", equalTo(store.toString()))
                .body("head", equalTo(2))
                .body("events", equalTo(2))
                .body("compactedTo", equalTo(0))
                .body("version", equalTo(1))
                .body("createdAt", notNullValue())
                .body("syncedAt", notNullValue());
    }

    @Test
    void aStoreWithoutEventsWasNeverSynced() {
        reader.place(store, 0).await().atMost(DEADLINE);

        service()
                .get(PATH + store)
                .then()
                .statusCode(200)
                .body("head", equalTo(0))
                .body("syncedAt", nullValue());
    }

    @Test
    void knowsNothingOfOtherStores() {
        service().get(PATH + store).then().statusCode(404);
    }

    @Test
    void listensToServicesOnly() {
        given().get(PATH + store).then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.forUser(store).token())
                .get(PATH + store)
                .then()
                .statusCode(403);
    }

    private static RequestSpecification service() {
        return given().header(DeploymentSecret.HEADER, BackingServices.DEPLOYMENT_SECRET);
    }
}
