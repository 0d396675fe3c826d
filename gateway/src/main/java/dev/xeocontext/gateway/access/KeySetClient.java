package dev.xeocontext.gateway.access;

import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Fetches the key set from identity-service. */
@Component
class KeySetClient {

    private final HttpClient http;
    private final String url;
    private final Duration patience;

    KeySetClient(AccessConfig config) {
        this.http = HttpClient.create();
        this.patience = config.keySetTimeout();
        this.url = config.keySetUrl().toString();
    }

    /** Asked anew on every subscription. */
    Mono<JWKSet> fetch() {
        return Answer.to(http.get().uri(url), patience).map(KeySetClient::parse);
    }

    private static JWKSet parse(String json) {
        try {
            return JWKSet.parse(json).toPublicJWKSet();
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a key set", e);
        }
    }
}
