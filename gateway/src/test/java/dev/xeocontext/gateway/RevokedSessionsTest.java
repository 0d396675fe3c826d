package dev.xeocontext.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.xeocontext.gateway.Front.Answer;
import dev.xeocontext.testkit.TestTokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.DisposableServer;

/** Sessions end before their tokens do. */
class RevokedSessionsTest {

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final DisposableServer SERVICES = FakeServices.start();
    private static final FakeIdentity IDENTITY = new FakeIdentity();
    private static Front front;

    private final TestTokens laptop = TestTokens.forUser(UUID.randomUUID());
    private final TestTokens phone = TestTokens.forUser(laptop.user());

    @BeforeAll
    static void open() {
        front = Front.hearingOfRevocations(SERVICES.port(), IDENTITY);
    }

    @AfterAll
    static void close() {
        front.close();
        IDENTITY.close();
        SERVICES.disposeNow();
    }

    @Test
    void refusesTheTokensOfARevokedSessionAndOfNoOther() {
        assertThat(get(laptop).status()).isEqualTo(200);

        IDENTITY.tells(laptop.session());

        Answer refused = untilRefused(laptop);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(get(phone).status()).isEqualTo(200);
    }

    @Test
    void saysFirstWhatIsWrongWithTheTokenItself() {
        IDENTITY.tells(laptop.session());
        untilRefused(laptop);

        assertThat(get(laptop.expiringIn(Duration.ofMinutes(-1))).text("code")).isEqualTo("token-expired");
        assertThat(get(laptop.meantFor("others")).text("code")).isEqualTo("invalid-token");
        assertThat(get(laptop.forged()).text("code")).isEqualTo("invalid-token");
    }

    @Test
    void letsPeopleSignInAgainWithTheOldTokenAtHand() {
        IDENTITY.tells(laptop.session());
        untilRefused(laptop);

        Answer answer = front.send(front.request("/v1/auth/refresh")
                .header("Authorization", laptop.bearer())
                .POST(BodyPublishers.ofString("{}")));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void beginsWithTheOldestTokensThereMayBeAndGoesOnFromWhereItIsTold() {
        long told = IDENTITY.tells();
        Awaitility.await().atMost(Front.PATIENCE).until(() -> IDENTITY.asked().contains(told));
        assertThat(Instant.ofEpochMilli(IDENTITY.asked().getFirst()))
                .isCloseTo(
                        Instant.now().minus(LIFETIME).minus(TOLERANCE.multipliedBy(2)), within(Duration.ofMinutes(5)));

        long next = IDENTITY.tells();
        Awaitility.await().atMost(Front.PATIENCE).until(() -> IDENTITY.asked().contains(next));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"sessions\":null,\"asOf\":7777}",
                "{\"sessions\":[null],\"asOf\":7777}",
                "{\"sessions\":[{\"revokedAt\":1}],\"asOf\":7777}",
                "{\"sessions\":[{\"sessionId\":\"x\",\"revokedAt\":1}],\"asOf\":7777}",
                "{\"sessions\":[],\"asOf\":\"soon\"}"
            })
    void anAnswerThatIsGarbageChangesNothing(String garbage) {
        long told = IDENTITY.tells(laptop.session());
        untilRefused(laptop);

        IDENTITY.answers(200, garbage);
        IDENTITY.untilAskedAgain(2);

        assertThat(IDENTITY.asked().getLast()).isEqualTo(told);
        assertThat(get(laptop).text("code")).isEqualTo("session-revoked");
        IDENTITY.tells(phone.session());
        untilRefused(phone);
    }

    @Test
    void whatIsKnownStaysWhileIdentityServiceIsAway() {
        IDENTITY.tells(laptop.session());
        untilRefused(laptop);

        IDENTITY.answers(503, "{\"sessions\":[],\"asOf\":7777}");
        IDENTITY.untilAskedAgain(2);
        assertThat(get(laptop).text("code")).isEqualTo("session-revoked");

        IDENTITY.breaksOff();
        IDENTITY.untilAskedAgain(2);
        assertThat(get(laptop).text("code")).isEqualTo("session-revoked");

        IDENTITY.hangs();
        IDENTITY.untilAskedAgain(1);
        assertThat(get(laptop).text("code")).isEqualTo("session-revoked");

        IDENTITY.tells(phone.session());
        untilRefused(phone);
        assertThat(get(laptop).text("code")).isEqualTo("session-revoked");
    }

    private static Answer get(TestTokens token) {
        return front.send(front.request("/v1/todos").header("Authorization", token.bearer()));
    }

    private static Answer untilRefused(TestTokens token) {
        return Awaitility.await()
                .atMost(Front.PATIENCE)
                .until(() -> get(token), answer -> answer.text("code").equals("session-revoked"));
    }
}
