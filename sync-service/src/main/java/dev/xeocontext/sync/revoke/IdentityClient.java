package dev.xeocontext.sync.revoke;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.event.RevokedSessions;
import dev.xeocontext.kit.access.DeploymentSecret;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionStage;

/** Asks identity-service which sessions were revoked. Without a secret of the deployment every call fails. */
@Singleton
class IdentityClient {

    private static final String PATH = "/internal/v1/sessions/revoked?since=";
    private static final int OK = 200;

    private final RevokeConfig config;
    private final DeploymentSecret secret;
    private final ObjectMapper json;
    private final HttpClient http;

    IdentityClient(RevokeConfig config, DeploymentSecret secret, ObjectMapper json, Vertx vertx) {
        this.config = config;
        this.secret = secret;
        this.json = json;
        this.http =
                vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1).setConnectTimeout((int)
                        config.timeout().toMillis()));
    }

    /** @param since Unix time in milliseconds */
    Uni<RevokedSessions> revokedSince(long since) {
        return Uni.createFrom().completionStage(() -> ask(since));
    }

    private CompletionStage<RevokedSessions> ask(long since) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(config.identityUrl() + PATH + since)
                .setTimeout(config.timeout().toMillis());
        secret.value().ifPresent(value -> options.putHeader(DeploymentSecret.HEADER, value));
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
