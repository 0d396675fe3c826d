package dev.xeocontext.identity.key;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.identity.MovableTime;
import dev.xeocontext.identity.SignedIn;
import dev.xeocontext.identity.seal.WrongSeal;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.testkit.BackingServices;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class KeyRotationTest {

    @Inject
    MovableTime time;

    @Inject
    SigningKeys keys;

    @Inject
    KeyStore store;

    @Inject
    SigningKeyRepository repository;

    @Inject
    KeyConfig config;

    @Test
    void replacesAKeyWithoutATokenBeingRefused() throws Throwable {
        nothingPending();
        String before = kid(SignedIn.somebody());

        time.pass(Duration.ofDays(31));
        turn();
        assertThat(published()).hasSize(2).contains(before);
        SignedIn beforeTheSwitch = SignedIn.somebody();
        assertThat(kid(beforeTheSwitch)).isEqualTo(before);

        time.pass(Duration.ofMinutes(16));
        turn();
        SignedIn after = SignedIn.somebody();
        assertThat(kid(after)).isNotEqualTo(before).isIn(published());
        after.me().then().statusCode(200);
        assertThat(published())
                .as("tokens of the old key may still be on their way")
                .contains(before);

        time.pass(Duration.ofHours(2));
        turn();
        assertThat(published()).hasSize(1).doesNotContain(before);
    }

    @Test
    void makesOneKeyWhenSeveralReplicasFindThatItIsTime() throws Throwable {
        nothingPending();
        int known = published().size();
        time.pass(Duration.ofDays(31));
        var turns = Stream.generate(() -> CompletableFuture.runAsync(this::turnUnchecked))
                .limit(5)
                .toList();
        turns.forEach(CompletableFuture::join);
        assertThat(published().size()).isBetween(2, known + 1);
        List<SigningKeyRow> rows = rows();
        assertThat(rows.stream().map(row -> row.signsFrom).filter(start -> start.isAfter(time.instant())))
                .hasSize(1);
    }

    /** What a service does that starts anew: it has the database and the secret, and nothing else. */
    @Test
    void opensStoredKeysWithTheSecretAndWithNoOther() throws Throwable {
        List<SigningKeyRow> rows = rows();
        KeyRing reopened = pairs(config.secret()).ring(rows);
        assertThat(reopened.keys()).hasSameSizeAs(rows);
        assertThat(reopened.published()).contains(kid(SignedIn.somebody()));
        KeyPairs stranger = pairs("another secret of more than 32 characters");
        assertThatThrownBy(() -> stranger.ring(rows)).isInstanceOf(WrongSeal.class);
    }

    @Test
    void publishesNothingPrivate() {
        List<Map<String, Object>> jwks =
                get("/.well-known/jwks.json").jsonPath().getList("keys");
        assertThat(jwks)
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key)
                        .containsOnlyKeys("kty", "crv", "kid", "use", "alg", "x", "y")
                        .containsEntry("alg", "ES256"));
    }

    private KeyPairs pairs(String secret) {
        return new KeyPairs(new OtherSecret(config, secret), new Ids(time, new Random(1)), new Random(2));
    }

    /** Whatever the test before this one left: a key that was made has started. */
    private void nothingPending() throws Throwable {
        turn();
        time.pass(Duration.ofMinutes(20));
        turn();
    }

    private void turn() throws Throwable {
        VertxContextSupport.subscribeAndAwait(keys::refresh);
    }

    private void turnUnchecked() {
        try {
            VertxContextSupport.subscribeAndAwait(store::turn);
            turn();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private List<SigningKeyRow> rows() throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(repository::inOrder));
    }

    private static List<String> published() {
        return get("/.well-known/jwks.json").jsonPath().getList("keys.kid");
    }

    private static String kid(SignedIn somebody) {
        String header =
                somebody.accessToken().substring(0, somebody.accessToken().indexOf('.'));
        String json = new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
        return JsonPath.from(json).getString("kid");
    }

    private record OtherSecret(KeyConfig rest, String secret) implements KeyConfig {

        @Override
        public Duration refresh() {
            return rest.refresh();
        }

        @Override
        public Duration signFor() {
            return rest.signFor();
        }

        @Override
        public Duration publishAhead() {
            return rest.publishAhead();
        }

        @Override
        public Duration publishAfter() {
            return rest.publishAfter();
        }

        @Override
        public String toString() {
            return "OtherSecret";
        }
    }
}
