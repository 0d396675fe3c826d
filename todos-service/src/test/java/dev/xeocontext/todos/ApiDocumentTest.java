package dev.xeocontext.todos;

import static io.restassured.RestAssured.get;

import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.StoredDocument;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class ApiDocumentTest {

    @Test
    void isTheStoredOne() {
        String generated =
                get("/q/openapi?format=yaml").then().statusCode(200).extract().asString();
        StoredDocument.assertCurrent(Path.of("openapi.yaml"), generated);
    }
}
