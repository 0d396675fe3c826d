package dev.xeocontext.identity.session;

import static dev.xeocontext.identity.SignedIn.refresh;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.contracts.event.RevokedSessions;
import dev.xeocontext.contracts.event.SessionRevoked;
import dev.xeocontext.identity.MovableTime;
import dev.xeocontext.identity.SignedIn;
import dev.xeocontext.kit.access.DeploymentSecret;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that is revoked: who hears of it, and how. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class RevocationTest {

    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final Duration AFTER_GRACE = Duration.ofSeconds(21);
    private static final TypeReference<List<CloudEvent<SessionRevoked>>> EVENTS = new TypeReference<>() {};

    @Inject
    ObjectMapper json;

    @Inject
    MovableTime time;

    @Inject
    Pool pool;

    private final List<CloudEvent<SessionRevoked>> heard = new ArrayList<>();
    private Connection connection;
    private Channel channel;
    private String queue;

    @BeforeEach
    void listen() throws Exception {
        connection = TestBroker.connect();
        channel = connection.createChannel();
        channel.exchangeDeclare(EventRoute.EXCHANGE, BuiltinExchangeType.TOPIC, true);
        queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, EventRoute.EXCHANGE, EventRoute.SESSION_REVOKED);
    }

    @AfterEach
    void leave() {
        connection.abort();
    }

    @Test
    void signingOutIsPublishedOnce() {
        SignedIn ada = SignedIn.somebody();

        signOut(ada);
        signOut(ada);
        SignedIn eve = SignedIn.somebody();
        signOut(eve);

        await().atMost(DEADLINE).until(() -> hears(eve));
        assertThat(of(ada)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(SessionRevoked.TYPE);
            assertThat(event.source()).isEqualTo("/identity-service");
            assertThat(event.subject()).isEqualTo("sessions/" + ada.sessionId());
        });
    }

    @Test
    void reuseOfARefreshTokenIsPublished() {
        SignedIn ada = SignedIn.somebody();
        refresh(ada.refreshToken()).then().statusCode(200);
        time.pass(AFTER_GRACE);

        refresh(ada.refreshToken()).then().statusCode(401);

        await().atMost(DEADLINE).until(() -> hears(ada));
    }

    @Test
    void aRevokedSessionGetsNoNewTokens() {
        SignedIn ada = SignedIn.somebody();

        signOut(ada);

        refresh(ada.refreshToken()).then().statusCode(401).body("code", equalTo("invalid-token"));
    }

    @Test
    void whoMissedTheEventIsToldWhenAsking() {
        long before = time.millis();
        SignedIn ada = SignedIn.somebody();
        SignedIn staying = SignedIn.somebody();
        signOut(ada);

        RevokedSessions answer = ask(before).as(RevokedSessions.class);

        assertThat(ids(answer))
                .contains(UUID.fromString(ada.sessionId()))
                .doesNotContain(UUID.fromString(staying.sessionId()));
        assertThat(answer.asOf()).isLessThan(time.millis());
        assertThat(ids(ask(answer.asOf()).as(RevokedSessions.class))).contains(UUID.fromString(ada.sessionId()));
        time.pass(Duration.ofSeconds(30));
        assertThat(ids(ask(ask(before).as(RevokedSessions.class).asOf()).as(RevokedSessions.class)))
                .doesNotContain(UUID.fromString(ada.sessionId()));
    }

    @Test
    void whatNoTokenOutlivesIsNotTold() {
        long before = time.millis();
        SignedIn ada = SignedIn.somebody();
        signOut(ada);
        assertThat(ids(ask(before).as(RevokedSessions.class))).contains(UUID.fromString(ada.sessionId()));

        time.pass(Duration.ofMinutes(11));

        assertThat(ids(ask(before).as(RevokedSessions.class))).doesNotContain(UUID.fromString(ada.sessionId()));
    }

    @Test
    void pagesLeaveNothingOutWhateverTheySplit() {
        time.pass(Duration.ofMinutes(11));
        SignedIn ada = SignedIn.somebody();
        pool.query("""
                insert into sessions (id, user_id, device_id, created_at, expires_at, revoked_at)
                select gen_random_uuid(), user_id, device_id, created_at, expires_at,
                  to_timestamp(%d / 1000.0) + (n / 3) * interval '1 ms'
                from sessions, generate_series(1, 2500) as n where id = '%s'""".formatted(time.millis() - 60_000, ada.sessionId())).executeAndAwait();

        List<UUID> told = new ArrayList<>();
        RevokedSessions page = ask(0).as(RevokedSessions.class);
        while (!page.sessions().isEmpty()) {
            assertThat(page.sessions()).hasSizeLessThan(1_010);
            told.addAll(ids(page));
            page = ask(page.asOf()).as(RevokedSessions.class);
        }

        assertThat(told).hasSize(2_500).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not the secret"})
    void onlyServicesMayAsk(String secret) {
        given().header(DeploymentSecret.HEADER, secret)
                .get("/internal/v1/sessions/revoked?since=0")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void neitherStrangersNorUsersMayAsk() {
        SignedIn ada = SignedIn.somebody();
        given().get("/internal/v1/sessions/revoked?since=0").then().statusCode(401);
        given().auth()
                .oauth2(ada.accessToken())
                .get("/internal/v1/sessions/revoked?since=0")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
    }

    @Test
    void theSecretIsNoUser() {
        given().header(DeploymentSecret.HEADER, BackingServices.DEPLOYMENT_SECRET)
                .get("/v1/users/me")
                .then()
                .statusCode(401);
    }

    @Test
    void aMomentIsRequired() {
        given().header(DeploymentSecret.HEADER, BackingServices.DEPLOYMENT_SECRET)
                .get("/internal/v1/sessions/revoked")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-parameter"));
    }

    private static Response ask(long since) {
        return given().header(DeploymentSecret.HEADER, BackingServices.DEPLOYMENT_SECRET)
                .get("/internal/v1/sessions/revoked?since={since}", since);
    }

    private static List<UUID> ids(RevokedSessions answer) {
        return answer.sessions().stream().map(SessionRevoked::sessionId).toList();
    }

    private boolean hears(SignedIn somebody) throws IOException {
        for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
            heard.addAll(json.readValue(next.getBody(), EVENTS));
        }
        return !of(somebody).isEmpty();
    }

    private List<CloudEvent<SessionRevoked>> of(SignedIn somebody) {
        return heard.stream()
                .filter(event -> event.data().sessionId().toString().equals(somebody.sessionId()))
                .toList();
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
