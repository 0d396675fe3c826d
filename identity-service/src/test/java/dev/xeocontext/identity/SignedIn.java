package dev.xeocontext.identity;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;

/** Somebody who signed in, with what they were answered. */
public record SignedIn(String email, String accessToken, String refreshToken, String sessionId, String deviceId) {

    public static final String PASSWORD = "correct horse battery staple";

    /** Somebody nobody has met before. */
    public static SignedIn somebody() {
        String email = UUID.randomUUID() + "@example.org";
        return from(post("/v1/auth/register", Map.of("email", email, "password", PASSWORD))
                .then()
                .statusCode(201)
                .extract()
                .response());
    }

    public static SignedIn from(Response response) {
        JsonPath json = response.jsonPath();
        return new SignedIn(
                json.getString("user.email"),
                json.getString("accessToken"),
                json.getString("refreshToken"),
                json.getString("sessionId"),
                json.getString("deviceId"));
    }

    public static Response post(String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).post(path);
    }

    public static Response refresh(String refreshToken) {
        return post("/v1/auth/refresh", Map.of("refreshToken", refreshToken));
    }

    public Response me() {
        return given().auth().oauth2(accessToken).get("/v1/users/me");
    }
}
