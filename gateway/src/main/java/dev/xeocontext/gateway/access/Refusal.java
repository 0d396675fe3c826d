package dev.xeocontext.gateway.access;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.gateway.problem.ProblemWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells somebody who may not pass what is wrong: no token, not a good one, or one that has expired. */
@Component
class Refusal implements ServerAuthenticationEntryPoint {

    private final ProblemWriter problems;

    Refusal(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException refused) {
        ProblemCode code = code(refused);
        String challenge = code == ProblemCode.UNAUTHENTICATED ? "Bearer" : "Bearer error=\"invalid_token\"";
        return problems.write(exchange, code, null, challenge);
    }

    private static ProblemCode code(AuthenticationException refused) {
        if (!(refused instanceof InvalidBearerTokenException)) {
            return ProblemCode.UNAUTHENTICATED;
        }
        return isExpired(refused.getCause()) ? ProblemCode.TOKEN_EXPIRED : ProblemCode.INVALID_TOKEN;
    }

    /** Expiry and nothing else: a foreign token does not get better by being refreshed. */
    private static boolean isExpired(@Nullable Throwable cause) {
        return cause instanceof JwtValidationException invalid
                && invalid.getErrors().stream()
                        .allMatch(error -> error.getErrorCode().equals(Expiry.EXPIRED));
    }
}
