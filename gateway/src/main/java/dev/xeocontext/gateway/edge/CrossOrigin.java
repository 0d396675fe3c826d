package dev.xeocontext.gateway.edge;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.gateway.problem.ProblemWriter;
import java.time.Duration;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsProcessor;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets pages of allowed origins, those on this machine unless configured, call the services and read what they answer. Sockets are
 * checked by sync-service.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class CrossOrigin implements WebFilter {

    private static final List<String> THIS_MACHINE = List.of(
            "http://localhost:[*]",
            "https://localhost:[*]",
            "http://127.0.0.1:[*]",
            "https://127.0.0.1:[*]",
            "http://[::1]:[*]",
            "https://[::1]:[*]");
    private static final List<String> READABLE = List.of(
            HttpHeaders.ETAG,
            HttpHeaders.LINK,
            HttpHeaders.LOCATION,
            HttpHeaders.RETRY_AFTER,
            HttpHeaders.WWW_AUTHENTICATE,
            ProblemWriter.REQUEST_ID);
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final ProblemWriter problems;
    private final CorsConfiguration allowed = new CorsConfiguration();
    private final CorsProcessor cors = new DefaultCorsProcessor();

    CrossOrigin(ProblemWriter problems, EdgeConfig config) {
        this.problems = problems;
        List<String> origins = config.allowedOrigins();
        allowed.setAllowedOriginPatterns(origins == null || origins.isEmpty() ? THIS_MACHINE : origins);
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        allowed.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        allowed.setExposedHeaders(READABLE);
        allowed.setMaxAge(REMEMBERED);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!CorsUtils.isCorsRequest(request) || request.getHeaders().getUpgrade() != null) {
            return chain.filter(exchange);
        }
        boolean isQuestion = CorsUtils.isPreFlightRequest(request);
        if (allowed.checkOrigin(request.getHeaders().getOrigin()) == null) {
            // one that comes through a proxy may be from our own page; of any other, its browser hides the answer
            return isQuestion
                    ? problems.write(exchange, ProblemCode.FORBIDDEN, "Pages of this origin may not call", null)
                    : chain.filter(exchange);
        }
        boolean isAllowed = cors.process(allowed, exchange);
        return isAllowed && !isQuestion
                ? chain.filter(exchange)
                : exchange.getResponse().setComplete();
    }
}
