package dev.xeocontext.gateway.access;

import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** Fetches the key set from identity-service. */
@Component
class KeySetClient {

    private static final int OK = 200;

    private final HttpClient http;
    private final String url;
    private final Duration patience;

    KeySetClient(AccessConfig config) {
        this.http = HttpClient.create();
        this.patience = config.keySetTimeout();
        this.url = config.keySetUrl().toString();
    }

    /** Asked anew on every subscription. Connecting counts as time, too. */
    Mono<JWKSet> fetch() {
        return http.get().uri(url).responseSingle(KeySetClient::read).timeout(patience);
    }

    private static Mono<JWKSet> read(HttpClientResponse response, ByteBufMono body) {
        int status = response.status().code();
        if (status != OK) {
            return Mono.error(new IllegalStateException("key set answered with status " + status));
        }
        return body.asString().map(KeySetClient::parse);
    }

    private static JWKSet parse(String json) {
        try {
            return JWKSet.parse(json).toPublicJWKSet();
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a key set", e);
        }
    }
}
