package dev.xeocontext.kit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

    // the library that checks tokens reads the system clock too
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final UUID USER = new UUID(1, 1);
    private static final UUID SESSION = new UUID(2, 2);
    private static final UUID DEVICE = new UUID(3, 3);

    private Instant now = start;
    private boolean away;
    private int fetches;
    private final List<EllipticCurveJsonWebKey> published = new ArrayList<>();
    private final EllipticCurveJsonWebKey key = key("first");
    private final AccessTokens tokens = new AccessTokens(new Settings(Optional.empty()), this::keySet, () -> now);

    AccessTokensTest() {
        published.add(key);
    }

    private Uni<String> keySet() {
        return Uni.createFrom().item(() -> {
            fetches++;
            if (away) {
                throw new IllegalStateException("away");
            }
            return new JsonWebKeySet(published).toJson();
        });
    }

    @Test
    void saysWhomATokenSpeaksFor() {
        assertThat(verify(token(key, claims -> {})))
                .isEqualTo(new Caller(USER, SESSION, DEVICE, start.plusSeconds(600)));
    }

    @Test
    void refusesTokensThatAreNotMeantForUs() {
        assertRefused(ProblemCode.INVALID_TOKEN, () -> verify(token(key, claims -> claims.setIssuer("other"))));
        assertRefused(ProblemCode.INVALID_TOKEN, () -> verify(token(key, claims -> claims.setAudience("other"))));
        assertRefused(ProblemCode.INVALID_TOKEN, () -> verify(token(key, claims -> claims.unsetClaim("sid"))));
        assertRefused(ProblemCode.INVALID_TOKEN, () -> verify(token(key, claims -> claims.setSubject("me"))));
        assertRefused(ProblemCode.INVALID_TOKEN, () -> verify("x"));
        assertRefused(ProblemCode.INVALID_TOKEN, () -> verify("a.b.c"));
    }

    @Test
    void refusesASignatureOfAnotherKeyOfTheSameName() {
        assertRefused(ProblemCode.INVALID_TOKEN, () -> verify(token(key("first"), claims -> {})));
    }

    @Test
    void noticesThatATokenExpiresThoughItRemembersIt() {
        String token = token(key, claims -> {});
        verify(token);
        now = start.plusSeconds(606);
        assertRefused(ProblemCode.TOKEN_EXPIRED, () -> verify(token));
        assertRefused(ProblemCode.TOKEN_EXPIRED, () -> verify(token(key, claims -> {})));
    }

    @Test
    void fetchesTheKeySetForAnUnknownKeyButNotForEachOne() {
        verify(token(key, claims -> {}));
        EllipticCurveJsonWebKey second = key("second");
        published.add(second);
        assertRefused(ProblemCode.INVALID_TOKEN, () -> verify(token(second, claims -> {})));
        assertThat(fetches).isEqualTo(1);
        now = start.plusSeconds(5);
        verify(token(second, claims -> {}));
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void goesOnWithTheKeysThatItHasWhileTheirSourceIsAway() {
        verify(token(key, claims -> {}));
        away = true;
        now = start.plusSeconds(60);
        assertRefused(ProblemCode.INVALID_TOKEN, () -> verify(token(key("second"), claims -> {})));
        verify(token(key, claims -> claims.setJwtId("another")));
    }

    @Test
    void doesNotCallATokenBadThatItCannotCheck() {
        away = true;
        assertRefused(ProblemCode.UNAVAILABLE, () -> verify(token(key, claims -> {})));
        away = false;
        now = start.plusSeconds(1);
        verify(token(key, claims -> {}));
    }

    private Caller verify(String token) {
        return tokens.verify(token).await().atMost(Duration.ofSeconds(5));
    }

    private static void assertRefused(ProblemCode code, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static EllipticCurveJsonWebKey key(String id) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private String token(EllipticCurveJsonWebKey key, Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("issuer");
        claims.setAudience("xeocontext");
        claims.setSubject(USER.toString());
        claims.setStringClaim("sid", SESSION.toString());
        claims.setStringClaim("did", DEVICE.toString());
        claims.setJwtId("one");
        claims.setIssuedAt(NumericDate.fromSeconds(start.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(start.getEpochSecond() + 600));
        change.accept(claims);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
