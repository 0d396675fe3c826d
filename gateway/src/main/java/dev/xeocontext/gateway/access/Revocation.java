package dev.xeocontext.gateway.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/** Tokens must say which session they are of, and that one must not have been ended. */
final class Revocation implements OAuth2TokenValidator<Jwt> {

    /** The error of a token whose session has been ended. */
    static final String REVOKED = "revoked";

    private static final String SESSION = "sid";

    private final RevokedSessionIds revoked;

    Revocation(RevokedSessionIds revoked) {
        this.revoked = revoked;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        @Nullable UUID session = session(token);
        if (session == null) {
            return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
        }
        return revoked.contains(session)
                ? OAuth2TokenValidatorResult.failure(new OAuth2Error(REVOKED))
                : OAuth2TokenValidatorResult.success();
    }

    private static @Nullable UUID session(Jwt token) {
        @Nullable String id = token.getClaimAsString(SESSION);
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
