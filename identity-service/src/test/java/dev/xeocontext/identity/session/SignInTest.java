package dev.xeocontext.identity.session;

import static dev.xeocontext.identity.SignedIn.PASSWORD;
import static dev.xeocontext.identity.SignedIn.post;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.xeocontext.identity.MovableTime;
import dev.xeocontext.identity.SignedIn;
import dev.xeocontext.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class SignInTest {

    @Inject
    MovableTime time;

    @Test
    void letsInWhoKnowsThePassword() {
        SignedIn ada = SignedIn.somebody();
        SignedIn again = SignedIn.from(login(ada.email(), PASSWORD, null));
        again.me().then().statusCode(200).body("email", equalTo(ada.email()));
        assertThat(again.sessionId()).isNotEqualTo(ada.sessionId());
        assertThat(again.deviceId()).isNotEqualTo(ada.deviceId());
    }

    @Test
    void doesNotTellAWrongPasswordFromAnUnknownAddress() {
        SignedIn ada = SignedIn.somebody();
        Response wrong = login(ada.email(), "not this one", null);
        Response unknown = login(UUID.randomUUID() + "@example.org", "not this one", null);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(wrong.jsonPath().getString("code")).isEqualTo("invalid-credentials");
        assertThat(withoutTrace(wrong)).isEqualTo(withoutTrace(unknown));
    }

    @Test
    void keepsTheDeviceThatItKnows() {
        SignedIn ada = SignedIn.somebody();
        SignedIn again = SignedIn.from(login(ada.email(), PASSWORD, ada.deviceId()));
        assertThat(again.deviceId()).isEqualTo(ada.deviceId());
    }

    @Test
    void givesAnIdOfItsOwnToADeviceThatItDoesNotKnow() {
        SignedIn ada = SignedIn.somebody();
        SignedIn eve = SignedIn.somebody();
        SignedIn again = SignedIn.from(login(eve.email(), PASSWORD, ada.deviceId()));
        assertThat(again.deviceId()).isNotEqualTo(ada.deviceId());
    }

    @Test
    void asksForATokenThatIsGood() {
        SignedIn ada = SignedIn.somebody();
        new SignedIn(ada.email(), ada.accessToken() + "x", "", "", "")
                .me()
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .body("code", equalTo("invalid-token"));
        get("/v1/users/me")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void doesNotTakeATokenThatHasExpired() {
        SignedIn ada = SignedIn.somebody();
        ada.me().then().statusCode(200);
        time.pass(Duration.ofMinutes(11));
        ada.me().then().statusCode(401).body("code", equalTo("token-expired"));
    }

    private static Response login(String email, String password, @Nullable String deviceId) {
        Map<String, Object> body = new HashMap<>(Map.of("email", email, "password", password));
        if (deviceId != null) {
            body.put("device", Map.of("id", deviceId, "name", "laptop", "platform", "linux"));
        }
        return post("/v1/auth/login", body);
    }

    private static Map<String, Object> withoutTrace(Response response) {
        Map<String, Object> body = new HashMap<>(response.jsonPath().getMap(""));
        assertThat(body.remove("traceId")).isNotNull();
        return body;
    }
}
