package dev.xeocontext.gateway.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/** Tokens must say when they expire, and not have done so. Says apart what a refresh mends from what it doesn't. */
final class Expiry implements OAuth2TokenValidator<Jwt> {

    /** The error of a token that was good once. */
    static final String EXPIRED = "expired";

    private final InstantSource time;
    private final Duration tolerance;

    Expiry(InstantSource time, Duration tolerance) {
        this.time = time;
        this.tolerance = tolerance;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        @Nullable Instant expiresAt = token.getExpiresAt();
        if (expiresAt == null) {
            return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
        }
        return time.instant().isBefore(expiresAt.plus(tolerance))
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(EXPIRED));
    }
}
