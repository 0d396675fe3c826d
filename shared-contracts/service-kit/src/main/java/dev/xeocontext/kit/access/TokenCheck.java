package dev.xeocontext.kit.access;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one token, given the key that it names: ES256, the right issuer and audience, not expired.
 *
 * <p>Every failure is a {@link ProblemException} that says no more than {@link ProblemCode#INVALID_TOKEN} or
 * {@link ProblemCode#TOKEN_EXPIRED}.
 */
final class TokenCheck {

    private final JWTParser parser;
    private final Duration tolerance;
    private final InstantSource time;

    TokenCheck(String issuer, String audience, Duration tolerance, InstantSource time) {
        this.parser = new DefaultJWTParser(rules(issuer, audience, tolerance));
        this.tolerance = tolerance;
        this.time = time;
    }

    private static JWTAuthContextInfo rules(String issuer, String audience, Duration tolerance) {
        JWTAuthContextInfo rules = new JWTAuthContextInfo();
        rules.setIssuedBy(issuer);
        rules.setExpectedAudience(Set.of(audience));
        rules.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        rules.setRequiredClaims(Set.of("sub", "jti", "sid", "did"));
        rules.setClockSkew((int) tolerance.toSeconds());
        return rules;
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

    Caller check(String token, PublicKey key) {
        try {
            Caller caller = caller(parser.verify(token, key));
            if (isCurrent(caller)) {
                return caller;
            }
        } catch (ParseException e) {
            if (!(e.getCause() instanceof InvalidJwtException reason) || !reason.hasExpired()) {
                throw invalid();
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw expired();
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

    private static Caller caller(JsonWebToken token) {
        return new Caller(
                UUID.fromString(token.getSubject()),
                UUID.fromString(token.getClaim("sid")),
                UUID.fromString(token.getClaim("did")),
                Instant.ofEpochSecond(token.getExpirationTime()));
    }
}
