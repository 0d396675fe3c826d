package dev.xeocontext.gateway.access;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** What identity-service answers the gateway itself. */
final class Answer {

    private static final int OK = 200;

    private Answer() {}

    /**
     * The body, if the status is 200. Asked anew on every subscription.
     *
     * @param patience how long it may take, from connecting to the last byte
     */
    static Mono<String> to(HttpClient.ResponseReceiver<?> question, Duration patience) {
        return question.responseSingle(Answer::read).timeout(patience);
    }

    private static Mono<String> read(HttpClientResponse response, ByteBufMono body) {
        int status = response.status().code();
        return status == OK ? body.asString() : Mono.error(new IllegalStateException("answered with status " + status));
    }
}
