package dev.xeocontext.local.stack.system;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A person with an account, signed in on one device. */
record Account(URI gateway, String email, UUID userId, String accessToken, UUID deviceId) {

    static final String PASSWORD = "correct horse battery staple";

    /** Registers somebody new. */
    static Account register(URI gateway) {
        return open(gateway, "register", "%s@example.org".formatted(UUID.randomUUID()), 201);
    }

    /** The same person on another device. */
    Account onAnotherDevice() {
        return open(gateway, "login", email, 200);
    }

    /** A REST request with this person's token. */
    RequestSpecification rest() {
        return given().baseUri(gateway.toString())
                .auth()
                .oauth2(accessToken)
                .contentType(ContentType.JSON)
                .accept("application/json, application/problem+json");
    }

    /** All todos over REST, page by page. */
    List<Map<String, Object>> todos() {
        var all = new ArrayList<Map<String, Object>>();
        var request = rest().queryParam("limit", 200);
        for (String cursor = ""; cursor != null; ) {
            if (!cursor.isEmpty()) {
                request = rest().queryParam("limit", 200).queryParam("cursor", cursor);
            }
            var page = request.get("/v1/todos").then().statusCode(200).extract().jsonPath();
            all.addAll(page.<Map<String, Object>>getList("items"));
            cursor = page.getString("nextCursor");
        }
        return all;
    }

    private static Account open(URI gateway, String how, String email, int status) {
        var answer = given().baseUri(gateway.toString())
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "email", email,
                        "password", PASSWORD,
                        "device", Map.of("name", "Test", "platform", "test")))
                .post("/v1/auth/" + how)
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
        return new Account(
                gateway, email, answer.getUUID("user.id"), answer.getString("accessToken"), answer.getUUID("deviceId"));
    }
}
