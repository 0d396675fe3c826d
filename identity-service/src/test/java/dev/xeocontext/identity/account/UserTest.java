package dev.xeocontext.identity.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.xeocontext.identity.SignedIn;
import dev.xeocontext.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class UserTest {

    @Test
    void changesItsNameAndTakesItAway() {
        SignedIn ada = SignedIn.somebody();
        patch(ada, "{\"displayName\":\"Ada\"}").statusCode(200).body("displayName", equalTo("Ada"));
        patch(ada, "{}").statusCode(200).body("displayName", equalTo("Ada"));
        ada.me().then().body("displayName", equalTo("Ada"));
        patch(ada, "{\"displayName\":null}").statusCode(200).body("displayName", nullValue());
        ada.me().then().body("displayName", nullValue());
    }

    @Test
    void saysWhatCannotBeChanged() {
        patch(SignedIn.somebody(), "{\"displayName\":7,\"email\":\"x@example.org\",\"a/b~c\":1}")
                .statusCode(422)
                .body("code", equalTo("validation-failed"))
                .body("errors.pointer", containsInAnyOrder("/displayName", "/email", "/a~1b~0c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "null", "{", "", "\"x\""})
    void refusesWhatIsNoMergePatch(String body) {
        patch(SignedIn.somebody(), body).statusCode(400).body("code", equalTo("malformed-body"));
    }

    private static ValidatableResponse patch(SignedIn somebody, String body) {
        return given().auth()
                .oauth2(somebody.accessToken())
                .contentType("application/merge-patch+json")
                .body(body)
                .patch("/v1/users/me")
                .then();
    }
}
