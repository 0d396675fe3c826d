package dev.xeocontext.identity.session;

import static dev.xeocontext.identity.SignedIn.PASSWORD;
import static dev.xeocontext.identity.SignedIn.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.xeocontext.identity.SignedIn;
import dev.xeocontext.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class RegistrationTest {

    private static final String UUID_V7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @Test
    void answersWithTokensAndTheUser() {
        String name = UUID.randomUUID().toString();
        post(
                        "/v1/auth/register",
                        Map.of(
                                "email",
                                "  " + name + "@Example.ORG ",
                                "password",
                                PASSWORD,
                                "displayName",
                                "Ada",
                                "device",
                                Map.of("name", "Ada's phone", "platform", "ios")))
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("tokenType", equalTo("Bearer"))
                .body("expiresIn", equalTo(600))
                .body("user.id", matchesPattern(UUID_V7))
                .body("user.email", equalTo(name + "@example.org"))
                .body("user.displayName", equalTo("Ada"))
                .body("sessionId", matchesPattern(UUID_V7))
                .body("deviceId", matchesPattern(UUID_V7))
                .body("refreshToken", matchesPattern("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void refusesAnAddressThatIsInUse() {
        SignedIn ada = SignedIn.somebody();
        post("/v1/auth/register", Map.of("email", ada.email().toUpperCase(Locale.ROOT), "password", PASSWORD))
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("email-taken"))
                .body("errors[0].pointer", equalTo("/email"));
    }

    @Test
    void opensOneAccountOfManyThatAreAskedForAtOnce() {
        Map<String, String> request = Map.of("email", UUID.randomUUID() + "@example.org", "password", PASSWORD);
        var answers = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> post("/v1/auth/register", request).statusCode()))
                .limit(6)
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join))
                .containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409);
    }

    @Test
    void namesEveryFaultWithItsPlace() {
        post("/v1/auth/register", Map.of("email", "nobody", "password", "short", "device", Map.of("name", "")))
                .then()
                .statusCode(422)
                .body("code", equalTo("validation-failed"))
                .body("type", equalTo("https://xeocontext.dev/problems/validation-failed"))
                .body("instance", equalTo("/v1/auth/register"))
                .body("traceId", not(emptyOrNullString()))
                .body("errors.pointer", containsInAnyOrder("/email", "/password", "/device/name", "/device/platform"));
    }

    @Test
    void refusesTextThatTheDatabaseWould() {
        post("/v1/auth/register", """
                        {"email":"a@example.org","password":"%s","displayName":"A\\u0000a"}""".formatted(PASSWORD))
                .then()
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/displayName"));
    }

    @Test
    void countsCodePoints() {
        String sevenCharactersInFourteenUnits = "\uD83D\uDD11".repeat(7);
        post(
                        "/v1/auth/register",
                        Map.of("email", UUID.randomUUID() + "@example.org", "password", sevenCharactersInFourteenUnits))
                .then()
                .statusCode(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{", "[]", "\"text\"", "{\"email\":{}}", "{\"email\":\"a\"} x"})
    void refusesABodyThatIsNotTheExpectedJson(String body) {
        int status = post("/v1/auth/register", body)
                .then()
                .contentType("application/problem+json")
                .extract()
                .statusCode();
        assertThat(status).isIn(400, 422);
    }

    @Test
    void tellsWhereAValueHasTheWrongForm() {
        post(
                        "/v1/auth/register",
                        Map.of(
                                "email",
                                "a@example.org",
                                "password",
                                PASSWORD,
                                "device",
                                Map.of("id", "not-a-uuid", "name", "a", "platform", "b")))
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed-body"))
                .body("errors[0].pointer", equalTo("/device/id"));
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        String large = "{\"email\":\"" + "a".repeat(70_000) + "\"}";
        post("/v1/auth/register", large)
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("too-large"));
    }

    @Test
    void refusesWhatItDoesNotSpeak() {
        given().contentType(ContentType.TEXT)
                .body("x")
                .post("/v1/auth/register")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
        given().contentType(ContentType.JSON)
                .accept("image/png")
                .body("{}")
                .post("/v1/auth/register")
                .then()
                .statusCode(406)
                .body("code", equalTo("not-acceptable"));
        given().get("/v1/auth/register").then().statusCode(405).body("code", equalTo("method-not-allowed"));
        given().get("/v1/nothing").then().statusCode(404).body("code", equalTo("not-found"));
    }
}
