package dev.xeocontext.sync.revoke;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.event.RevokedSessions;
import dev.xeocontext.kit.access.DeploymentSecret;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Asks identity-service which sessions were revoked. The deadline is for the whole answer, to its last byte; the
 * connection on which one stopped in its middle is given up a while later. Without a secret of the deployment every call
 * fails.
 */
@Singleton
class IdentityClient {

    private static final String PATH = "/internal/v1/sessions/revoked?since=";
    private static final int OK = 200;

    private final String url;
    private final Duration timeout;
    private final Optional<String> secret;
    private final ObjectMapper json;
    private final Deadline deadline;
    private final HttpClient http;

    @Inject
    IdentityClient(RevokeConfig config, DeploymentSecret secret, ObjectMapper json, Deadlines deadlines, Vertx vertx) {
        this(config.identityUrl(), config.timeout(), secret.value(), json, deadlines, vertx);
    }

    IdentityClient(
            URI url, Duration timeout, Optional<String> secret, ObjectMapper json, Deadlines deadlines, Vertx vertx) {
        int timeoutMillis = Math.toIntExact(timeout.toMillis());
        this.url = url + PATH;
        this.timeout = timeout;
        this.secret = secret;
        this.json = json;
        this.deadline = deadlines.of("revocations", timeout);
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(1)
                .setConnectTimeout(timeoutMillis)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReadIdleTimeout(2 * timeoutMillis));
    }

    /** @param since Unix time in milliseconds */
    Uni<RevokedSessions> revokedSince(long since) {
        return deadline.on(Uni.createFrom().completionStage(() -> ask(since)));
    }

    private CompletionStage<RevokedSessions> ask(long since) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url + since)
                .setTimeout(timeout.toMillis());
        secret.ifPresent(value -> options.putHeader(DeploymentSecret.HEADER, value));
        return http.request(options)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> read(response, body)))
                .toCompletionStage();
    }

    private RevokedSessions read(HttpClientResponse response, Buffer body) {
        try {
            if (response.statusCode() != OK) {
                throw new IOException("status " + response.statusCode());
            }
            RevokedSessions answer = json.readValue(body.getBytes(), RevokedSessions.class);
            if (answer.sessions() == null) {
                throw new IOException("an answer without sessions");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
