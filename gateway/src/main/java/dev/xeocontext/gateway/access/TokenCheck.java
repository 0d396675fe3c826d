package dev.xeocontext.gateway.access;

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

/** The check of one token: ES256 by a published key, our issuer and audience, not expired. */
@Configuration(proxyBeanMethods = false)
class TokenCheck {

    @Bean
    ReactiveJwtDecoder tokens(KeySetClient client, AccessConfig config, InstantSource time) {
        KnownKeys keys = new KnownKeys(client::fetch, time, config);
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSource(keys::of)
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        decoder.setJwtValidator(validator(config, time));
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> validator(AccessConfig config, InstantSource time) {
        return new DelegatingOAuth2TokenValidator<>(
                new JwtIssuerValidator(config.issuer()),
                new JwtClaimValidator<Collection<String>>(
                        "aud", audience -> audience != null && audience.contains(config.audience())),
                new Expiry(time, config.clockTolerance()));
    }
}
