package dev.xeocontext.identity.session;

import static dev.xeocontext.identity.SignedIn.refresh;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.xeocontext.identity.MovableTime;
import dev.xeocontext.identity.SignedIn;
import dev.xeocontext.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class RefreshTest {

    private static final Duration WITHIN_GRACE = Duration.ofSeconds(15);
    private static final Duration AFTER_GRACE = Duration.ofSeconds(21);

    @Inject
    MovableTime time;

    @Test
    void keepsTheSessionAndReplacesTheToken() {
        SignedIn ada = SignedIn.somebody();
        SignedIn next = refreshed(ada);
        assertThat(next.refreshToken()).isNotEqualTo(ada.refreshToken());
        assertThat(next.sessionId()).isEqualTo(ada.sessionId());
        assertThat(next.deviceId()).isEqualTo(ada.deviceId());
        next.me().then().statusCode(200);
        refreshed(next);
    }

    @Test
    void saysALostAnswerAgain() {
        SignedIn ada = SignedIn.somebody();
        SignedIn lost = refreshed(ada);
        time.pass(WITHIN_GRACE);
        SignedIn again = refreshed(ada);
        assertThat(again.refreshToken()).isEqualTo(lost.refreshToken());
        time.pass(AFTER_GRACE);
        refreshed(again);
    }

    @Test
    void answersTwoAtOnceAlike() {
        SignedIn ada = SignedIn.somebody();
        var answers = Stream.generate(() -> CompletableFuture.supplyAsync(() -> refreshed(ada)))
                .limit(4)
                .toList();
        assertThat(answers.stream()
                        .map(CompletableFuture::join)
                        .map(SignedIn::refreshToken)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void revokesTheSessionWhenATokenIsUsedAgainLater() {
        SignedIn ada = SignedIn.somebody();
        SignedIn next = refreshed(ada);
        time.pass(AFTER_GRACE);
        refresh(ada.refreshToken()).then().statusCode(401).body("code", equalTo("invalid-token"));
        refresh(next.refreshToken()).then().statusCode(401);
    }

    @Test
    void revokesTheSessionWhenATokenIsUsedAfterItsSuccessor() {
        SignedIn ada = SignedIn.somebody();
        SignedIn next = refreshed(ada);
        SignedIn afterNext = refreshed(next);
        refresh(ada.refreshToken()).then().statusCode(401);
        refresh(afterNext.refreshToken()).then().statusCode(401);
    }

    @Test
    void leavesOtherSessionsAlone() {
        SignedIn ada = SignedIn.somebody();
        SignedIn elsewhere = SignedIn.from(
                SignedIn.post("/v1/auth/login", Map.of("email", ada.email(), "password", SignedIn.PASSWORD)));
        signOut(ada);
        refresh(ada.refreshToken()).then().statusCode(401);
        refreshed(elsewhere);
    }

    @Test
    void signsOutTwiceWithoutComplaint() {
        SignedIn ada = SignedIn.somebody();
        signOut(ada);
        signOut(ada);
    }

    @Test
    void signsOutTheSessionOfATokenThatIsShown() {
        SignedIn ada = SignedIn.somebody();
        SignedIn elsewhere = SignedIn.from(
                SignedIn.post("/v1/auth/login", Map.of("email", ada.email(), "password", SignedIn.PASSWORD)));
        given().auth()
                .oauth2(ada.accessToken())
                .contentType(ContentType.JSON)
                .body(Map.of("refreshToken", elsewhere.refreshToken()))
                .post("/v1/auth/logout")
                .then()
                .statusCode(204);
        refresh(elsewhere.refreshToken()).then().statusCode(401);
    }

    @Test
    void doesNotSignOutSomebodyElse() {
        SignedIn ada = SignedIn.somebody();
        SignedIn eve = SignedIn.somebody();
        given().auth()
                .oauth2(eve.accessToken())
                .contentType(ContentType.JSON)
                .body(Map.of("refreshToken", ada.refreshToken()))
                .post("/v1/auth/logout")
                .then()
                .statusCode(204);
        refreshed(ada);
    }

    @Test
    void endsASessionThatNobodyUsed() {
        SignedIn ada = SignedIn.somebody();
        time.pass(Duration.ofDays(91));
        refresh(ada.refreshToken()).then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%"
            })
    void doesNotTakeWhatItNeverGave(String token) {
        refresh(token).then().statusCode(401).body("code", equalTo("invalid-token"));
    }

    private static SignedIn refreshed(SignedIn before) {
        return SignedIn.from(
                refresh(before.refreshToken()).then().statusCode(200).extract().response());
    }

    private static void signOut(SignedIn somebody) {
        given().auth()
                .oauth2(somebody.accessToken())
                .noContentType()
                .post("/v1/auth/logout")
                .then()
                .statusCode(204);
    }
}
