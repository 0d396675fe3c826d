package dev.xeocontext.gateway.access;

import dev.xeocontext.contracts.event.RevokedSessions;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks identity-service which sessions were revoked. An answer that is not whole counts as none. */
@Component
class RevocationClient {

    private static final String SECRET = "Xeo-Deployment-Secret";

    private final HttpClient http;
    private final String url;
    private final Duration patience;
    private final JsonMapper json;

    RevocationClient(RevocationConfig config, JsonMapper json) {
        this.http = HttpClient.create().headers(headers -> headers.set(SECRET, config.secret()));
        this.url = config.url() + "?since=";
        this.patience = config.timeout();
        this.json = json;
    }

    /** @param since Unix time in milliseconds */
    Mono<RevokedSessions> revokedSince(long since) {
        return Answer.to(http.get().uri(url + since), patience)
                .map(this::parse)
                .switchIfEmpty(Mono.error(() -> new IllegalArgumentException("an empty answer")));
    }

    private RevokedSessions parse(String text) {
        try {
            RevokedSessions answer = json.readValue(text, RevokedSessions.class);
            if (isWhole(answer)) {
                return answer;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not an answer about revoked sessions", e);
        }
        throw new IllegalArgumentException("an answer that lacks sessions");
    }

    private static boolean isWhole(RevokedSessions answer) {
        return answer != null
                && answer.sessions() != null
                && answer.sessions().stream().allMatch(session -> session != null && session.sessionId() != null);
    }
}
