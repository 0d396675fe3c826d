package dev.xeocontext.gateway.access;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.gateway.problem.ProblemWriter;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tells somebody who may not pass what is wrong: no token, not a good one, one that has expired, or one of a
 * session that has been ended.
 */
@Component
class Refusal implements ServerAuthenticationEntryPoint {

    private static final Set<String> GOOD_ONCE = Set.of(Expiry.EXPIRED, Revocation.REVOKED);

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
        return refused.getCause() instanceof JwtValidationException invalid ? code(invalid) : ProblemCode.INVALID_TOKEN;
    }

    /** Age or the end of its session, and nothing else: a foreign token does not get better by being refreshed. */
    private static ProblemCode code(JwtValidationException invalid) {
        Set<String> errors =
                invalid.getErrors().stream().map(OAuth2Error::getErrorCode).collect(Collectors.toSet());
        if (!GOOD_ONCE.containsAll(errors)) {
            return ProblemCode.INVALID_TOKEN;
        }
        return errors.contains(Expiry.EXPIRED) ? ProblemCode.TOKEN_EXPIRED : ProblemCode.SESSION_REVOKED;
    }
}
