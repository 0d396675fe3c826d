package dev.xeocontext.todos;

import static io.restassured.RestAssured.given;

import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.contracts.owner.OwnerLeaf;
import dev.xeocontext.contracts.owner.OwnerQuestion;
import dev.xeocontext.contracts.owner.OwnerRecords;
import dev.xeocontext.contracts.owner.OwnerStores;
import dev.xeocontext.kit.access.DeploymentSecret;
import dev.xeocontext.testkit.BackingServices;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;

/** Another service, which asks on behalf of no user. */
final class AskingService {

    private static final String RECORDS = "/internal/v1/records/";

    private AskingService() {}

    static RequestSpecification request() {
        return given().header(DeploymentSecret.HEADER, BackingServices.DEPLOYMENT_SECRET)
                .contentType(ContentType.JSON);
    }

    static Response asks(String question, Object body) {
        return request().body(body).post(RECORDS + question);
    }

    static OwnerDigest digest(UUID storeId, long purgedBefore) {
        return asks("digest", new OwnerQuestion(storeId, "todos", purgedBefore, null, null))
                .as(OwnerDigest.class);
    }

    static OwnerLeaf leaf(UUID storeId, int leaf, long purgedBefore) {
        return asks("leaf", new OwnerQuestion(storeId, "todos", purgedBefore, leaf, null))
                .as(OwnerLeaf.class);
    }

    static OwnerRecords fetch(UUID storeId, List<UUID> ids) {
        return asks("fetch", new OwnerQuestion(storeId, "todos", 0, null, ids)).as(OwnerRecords.class);
    }

    static OwnerStores stores(UUID after, int limit) {
        return request()
                .get("/internal/v1/stores?after={after}&limit={limit}", after, limit)
                .as(OwnerStores.class);
    }
}
