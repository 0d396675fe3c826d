package dev.xeocontext.identity.session;

import static dev.xeocontext.identity.SignedIn.PASSWORD;
import static dev.xeocontext.identity.SignedIn.post;
import static dev.xeocontext.identity.SignedIn.refresh;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.xeocontext.identity.MovableTime;
import dev.xeocontext.identity.SignedIn;
import dev.xeocontext.kit.access.DeploymentSecret;
import dev.xeocontext.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody signed in on. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class DevicesTest {

    private static final String DEVICES = "/v1/users/me/devices";

    @Inject
    MovableTime time;

    private SignedIn ada;

    @BeforeEach
    void signUp() {
        ada = SignedIn.somebody();
    }

    private static RequestSpecification as(SignedIn who) {
        return given().auth().oauth2(who.accessToken());
    }

    private static JsonPath list(SignedIn who) {
        return as(who).get(DEVICES).then().statusCode(200).extract().jsonPath();
    }

    private SignedIn signIn(Map<String, String> device) {
        Response answer = post("/v1/auth/login", Map.of("email", ada.email(), "password", PASSWORD, "device", device));
        answer.then().statusCode(200);
        return SignedIn.from(answer);
    }

    private static Response rename(SignedIn who, String device, String body) {
        return as(who).contentType(ContentType.JSON).body(body).patch(DEVICES + '/' + device);
    }

    private static Response remove(SignedIn who, String device) {
        return as(who).delete(DEVICES + '/' + device);
    }

    @Test
    void areListedWithTheOneThatWasSeenLastFirst() {
        time.pass(Duration.ofSeconds(1));
        SignedIn phone = signIn(Map.of("name", "Phone", "platform", "android"));
        signIn(Map.of("id", phone.deviceId(), "name", "Phone", "platform", "android"));

        JsonPath devices = list(ada);

        assertThat(devices.getList("items.id")).containsExactly(phone.deviceId(), ada.deviceId());
        assertThat(devices.getList("items.name")).containsExactly("Phone", "Unnamed device");
        assertThat(devices.getList("items.platform")).containsExactly("android", "unknown");
        assertThat(devices.getList("items.sessions")).containsExactly(2, 1);
        assertThat(devices.getList("items.current")).containsExactly(false, true);
        assertThat(Instant.parse(devices.getString("items[0].lastSeenAt")))
                .isAfter(Instant.parse(devices.getString("items[1].lastSeenAt")));
        assertThat(Instant.parse(devices.getString("items[1].createdAt"))).isNotNull();
    }

    @Test
    void areThoseOfTheCallerOnly() {
        SignedIn eve = SignedIn.somebody();

        assertThat(list(eve).getList("items.id")).containsExactly(eve.deviceId());
        rename(eve, ada.deviceId(), "{\"name\":\"Mine\"}")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
        remove(eve, ada.deviceId()).then().statusCode(404).body("code", equalTo("not-found"));
        assertThat(list(ada).getString("items[0].name")).isEqualTo("Unnamed device");
        refresh(ada.refreshToken()).then().statusCode(200);
    }

    @Test
    void areForWhoeverIsSignedIn() {
        given().get(DEVICES).then().statusCode(401);
        given().delete(DEVICES + '/' + ada.deviceId()).then().statusCode(401);
    }

    @Test
    void aNameThatWasGivenStaysWhenItsDeviceSignsInAgain() {
        SignedIn phone = signIn(Map.of("name", "Phone", "platform", "android"));

        rename(ada, phone.deviceId(), "{\"name\":\"Ada's phone \uD83D\uDCF1\"}")
                .then()
                .statusCode(200)
                .body("id", equalTo(phone.deviceId()))
                .body("name", equalTo("Ada's phone \uD83D\uDCF1"))
                .body("sessions", equalTo(1))
                .body("current", equalTo(false));
        signIn(Map.of("id", phone.deviceId(), "name", "Phone", "platform", "android 17"));

        JsonPath devices = list(phone);
        assertThat(devices.getString("items.find { it.current }.name")).isEqualTo("Ada's phone \uD83D\uDCF1");
        assertThat(devices.getString("items.find { it.current }.platform")).isEqualTo("android 17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":null}", "{\"name\":\"\"}", "{\"name\":\"  \"}", "{\"name\":\"\\u0000\"}"})
    void aNameMustBeOne(String body) {
        rename(ada, ada.deviceId(), body)
                .then()
                .statusCode(422)
                .body("code", equalTo("validation-failed"))
                .body("errors[0].pointer", equalTo("/name"));
    }

    @Test
    void aNameMustNotBeTooLong() {
        rename(ada, ada.deviceId(), "{\"name\":\"" + "x".repeat(101) + "\"}")
                .then()
                .statusCode(422);
        rename(ada, ada.deviceId(), "{\"name\":\"" + "x".repeat(100) + "\"}")
                .then()
                .statusCode(200);
    }

    @Test
    void nothingIsWhatNobodyHas() {
        rename(ada, UUID.randomUUID().toString(), "{\"name\":\"Phone\"}").then().statusCode(404);
        remove(ada, UUID.randomUUID().toString()).then().statusCode(404);
        remove(ada, "phone").then().statusCode(404);
    }

    @Test
    void removingOneEndsAllOfItsSessionsAndNoOthers() {
        SignedIn phone = signIn(Map.of("name", "Phone", "platform", "android"));
        SignedIn again = signIn(Map.of("id", phone.deviceId(), "name", "Phone", "platform", "android"));

        remove(ada, phone.deviceId()).then().statusCode(204);

        refresh(phone.refreshToken()).then().statusCode(401);
        refresh(again.refreshToken()).then().statusCode(401);
        assertThat(list(ada).getList("items.id")).containsExactly(ada.deviceId());
        remove(ada, phone.deviceId()).then().statusCode(404);
        revoked()
                .body("sessions.sessionId", hasItem(phone.sessionId()))
                .body("sessions.sessionId", hasItem(again.sessionId()))
                .body("sessions.sessionId", not(hasItem(ada.sessionId())));
        refresh(ada.refreshToken()).then().statusCode(200);
    }

    private static ValidatableResponse revoked() {
        return given().header(DeploymentSecret.HEADER, BackingServices.DEPLOYMENT_SECRET)
                .get("/internal/v1/sessions/revoked?since=0")
                .then()
                .statusCode(200);
    }

    @Test
    void oneThatWasRemovedIsBackWhenSomebodySignsInOnIt() {
        SignedIn phone = signIn(Map.of("name", "Phone", "platform", "android"));
        remove(ada, phone.deviceId()).then().statusCode(204);

        SignedIn again = signIn(Map.of("id", phone.deviceId(), "name", "Phone", "platform", "android"));

        assertThat(again.deviceId()).isEqualTo(phone.deviceId());
        assertThat(list(ada).getList("items.id")).contains(phone.deviceId());
        refresh(again.refreshToken()).then().statusCode(200);
    }
}
