package dev.xeocontext.sync;

import static io.restassured.RestAssured.get;

import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.StoredDocument;
import dev.xeocontext.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class ApiDocumentTest {

    @Test
    void isTheStoredOne() {
        String generated =
                get("/q/openapi?format=yaml").then().statusCode(200).extract().asString();
        StoredDocument.assertCurrent(Path.of("openapi.yaml"), generated);
    }
}
