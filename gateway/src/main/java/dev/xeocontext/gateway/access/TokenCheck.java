package dev.xeocontext.gateway.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/** The check of one token: ES256 by a published key, our issuer and audience, not expired, of a session that is open. */
@Configuration(proxyBeanMethods = false)
class TokenCheck {

    /** The clocks of signer and checker may differ by the tolerance, which tokens get on top of it. */
    @Bean
    RevokedSessionIds revokedSessions(RevocationConfig revocations, AccessConfig config, InstantSource time) {
        Duration keptFor =
                revocations.tokenLifetime().plus(config.clockTolerance().multipliedBy(2));
        return new RevokedSessionIds(keptFor, revocations.remembered(), time);
    }

    /** Nobody asks for it: it is made and started because it has a lifecycle of its own, however lazy other beans are. */
    @Bean
    RevocationPoll revocationPoll(
            RevocationClient client, RevokedSessionIds revoked, RevocationConfig revocations, InstantSource time) {
        return new RevocationPoll(client::revokedSince, revoked, revocations, time);
    }

    @Bean
    ReactiveJwtDecoder tokens(KeySetClient client, AccessConfig config, RevokedSessionIds revoked, InstantSource time) {
        KnownKeys keys = new KnownKeys(client::fetch, time, config);
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSource(keys::of)
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        decoder.setJwtValidator(validator(config, revoked, time));
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> validator(
            AccessConfig config, RevokedSessionIds revoked, InstantSource time) {
        return new DelegatingOAuth2TokenValidator<>(
                new JwtIssuerValidator(config.issuer()),
                new JwtClaimValidator<Collection<String>>(
                        "aud", audience -> audience != null && audience.contains(config.audience())),
                new Expiry(time, config.clockTolerance()),
                new Revocation(revoked));
    }
}
