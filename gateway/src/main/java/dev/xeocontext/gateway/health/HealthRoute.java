package dev.xeocontext.gateway.health;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Answers for the gateway alone, to anybody: what stands behind it is nobody's business out there. */
@Configuration(proxyBeanMethods = false)
class HealthRoute {

    @Bean
    RouterFunction<ServerResponse> health() {
        return route().GET(
                        "/health",
                        request -> ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .cacheControl(CacheControl.noStore())
                                .bodyValue(Map.of("status", "up")))
                .build();
    }
}
