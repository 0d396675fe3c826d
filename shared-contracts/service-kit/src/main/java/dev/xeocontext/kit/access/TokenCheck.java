package dev.xeocontext.kit.access;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one token, given the key that it names: ES256, the right issuer and audience, not expired.
 *
 * <p>Every failure is a {@link ProblemException} that says no more than {@link ProblemCode#INVALID_TOKEN} or
 * {@link ProblemCode#TOKEN_EXPIRED}.
 */
final class TokenCheck {

    private static final AlgorithmConstraints ES256 =
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    private final String issuer;
    private final String audience;
    private final Duration tolerance;
    private final InstantSource time;

    TokenCheck(String issuer, String audience, Duration tolerance, InstantSource time) {
        this.issuer = issuer;
        this.audience = audience;
        this.tolerance = tolerance;
        this.time = time;
    }

    /** The id of the key that the token claims to be signed with. */
    String keyId(String token) {
        try {
            @Nullable
            String keyId = ((JsonWebSignature) JsonWebSignature.fromCompactSerialization(token)).getKeyIdHeaderValue();
            if (keyId == null) {
                throw invalid();
            }
            return keyId;
        } catch (JoseException | ClassCastException e) {
            throw invalid();
        }
    }

    Caller check(String token, Key key) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setVerificationKey(key)
                    .setJwsAlgorithmConstraints(ES256)
                    .setExpectedIssuer(issuer)
                    .setExpectedAudience(audience)
                    .setRequireSubject()
                    .setRequireExpirationTime()
                    .setRequireJwtId()
                    .setEvaluationTime(NumericDate.fromMilliseconds(time.millis()))
                    .setAllowedClockSkewInSeconds((int) tolerance.toSeconds())
                    .build()
                    .processToClaims(token);
            return caller(claims);
        } catch (InvalidJwtException e) {
            throw e.hasExpired() ? expired() : invalid();
        } catch (MalformedClaimException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** Whether a caller whose token was good once is still. */
    boolean isCurrent(Caller caller) {
        return time.instant().isBefore(caller.expiresAt().plus(tolerance));
    }

    static ProblemException expired() {
        return new ProblemException(ProblemCode.TOKEN_EXPIRED, null);
    }

    static ProblemException invalid() {
        return new ProblemException(ProblemCode.INVALID_TOKEN, null);
    }

    private static Caller caller(JwtClaims claims) throws MalformedClaimException {
        return new Caller(
                UUID.fromString(claims.getSubject()),
                uuid(claims, "sid"),
                uuid(claims, "did"),
                Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
    }

    private static UUID uuid(JwtClaims claims, String name) throws MalformedClaimException {
        @Nullable String value = claims.getStringClaimValue(name);
        if (value == null) {
            throw invalid();
        }
        return UUID.fromString(value);
    }
}
