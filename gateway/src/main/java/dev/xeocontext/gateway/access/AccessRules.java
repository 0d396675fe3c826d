package dev.xeocontext.gateway.access;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.RequestCacheSpec;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import reactor.core.publisher.Mono;

/** Everything below {@code /v1} wants a token, but for the open doors. The services check it again. */
@Configuration(proxyBeanMethods = false)
class AccessRules {

    @Bean
    SecurityWebFilterChain rules(ServerHttpSecurity http, Refusal refusal) {
        return http.csrf(CsrfSpec::disable)
                .httpBasic(HttpBasicSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(RequestCacheSpec::disable)
                .headers(headers -> headers.cache(ServerHttpSecurity.HeaderSpec.CacheSpec::disable))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .authorizeExchange(exchanges -> exchanges
                        .matchers(openDoors())
                        .permitAll()
                        .pathMatchers("/v1/**")
                        .authenticated()
                        .anyExchange()
                        .permitAll())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(refusal))
                .oauth2ResourceServer(server -> server.bearerTokenConverter(bearerToken())
                        .authenticationEntryPoint(refusal)
                        .jwt(jwt -> {}))
                .build();
    }

    private static ServerWebExchangeMatcher openDoors() {
        return exchange -> OpenDoors.isOpen(exchange.getRequest()) ? MatchResult.match() : MatchResult.notMatch();
    }

    private static ServerAuthenticationConverter bearerToken() {
        ServerBearerTokenAuthenticationConverter header = new ServerBearerTokenAuthenticationConverter();
        return exchange -> OpenDoors.isOpen(exchange.getRequest()) ? Mono.empty() : header.convert(exchange);
    }
}
