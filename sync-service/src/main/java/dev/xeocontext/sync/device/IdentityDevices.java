package dev.xeocontext.sync.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Asks identity-service about the devices of whoever asks, with their own token. What it refuses fails with its problem; when it is
 * away, with {@link ProblemCode#UNAVAILABLE}. The deadline is for the whole answer.
 */
@Singleton
class IdentityDevices {

    private static final Logger LOG = Logger.getLogger(IdentityDevices.class);
    private static final String PATH = "/v1/users/me/devices";
    private static final int OK = 200;

    private final String url;
    private final Duration timeout;
    private final ObjectMapper json;
    private final Deadline deadline;
    private final HttpClient http;

    @Inject
    IdentityDevices(DeviceConfig config, ObjectMapper json, Deadlines deadlines, Vertx vertx) {
        this(config.identityUrl(), config.timeout(), config.connections(), json, deadlines, vertx);
    }

    IdentityDevices(URI url, Duration timeout, int connections, ObjectMapper json, Deadlines deadlines, Vertx vertx) {
        int timeoutMillis = Math.toIntExact(timeout.toMillis());
        this.url = url + PATH;
        this.timeout = timeout;
        this.json = json;
        this.deadline = deadlines.of("devices", timeout);
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setMaxWaitQueueSize(connections)
                .setConnectTimeout(timeoutMillis)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReadIdleTimeout(2 * timeoutMillis));
    }

    Uni<List<KnownDevice>> list(String token) {
        return call(HttpMethod.GET, url, token, HttpClientRequest::send, this::items);
    }

    private List<KnownDevice> items(Buffer body) throws IOException {
        List<KnownDevice> items =
                json.readValue(body.getBytes(), KnownDevices.class).items();
        if (items == null) {
            throw new IOException("an answer without devices");
        }
        return items;
    }

    /** Answers what it is called then. */
    Uni<KnownDevice> rename(String token, UUID deviceId, DeviceChange change) {
        return call(
                HttpMethod.PATCH,
                url + '/' + deviceId,
                token,
                request -> request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .send(body(change)),
                body -> json.readValue(body.getBytes(), KnownDevice.class));
    }

    /** Reads an answer that is as it should be. */
    private interface Reading<T> {

        T read(Buffer body) throws IOException;
    }

    private <T> Uni<T> call(
            HttpMethod method,
            String where,
            String token,
            Function<HttpClientRequest, Future<HttpClientResponse>> send,
            Reading<T> reading) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(where)
                .setTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        return deadline.on(Uni.createFrom()
                        .completionStage(() -> http.request(options)
                                .compose(send)
                                .compose(response -> response.body().map(body -> read(response, body, reading)))
                                .toCompletionStage()))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(IdentityDevices::away);
    }

    private Buffer body(DeviceChange change) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(change));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a name can be written", e);
        }
    }

    private <T> T read(HttpClientResponse response, Buffer body, Reading<T> reading) {
        try {
            return switch (response.statusCode()) {
                case OK -> reading.read(body);
                case 400, 401, 404, 422 -> throw refusal(body);
                default -> throw new IOException("status " + response.statusCode());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its path and its trace are those of the other call. */
    private ProblemException refusal(Buffer body) throws IOException {
        Problem problem = json.readValue(body.getBytes(), Problem.class);
        for (ProblemCode code : ProblemCode.values()) {
            if (code.code().equals(problem.code())) {
                return new ProblemException(code, problem.detail(), problem.errors());
            }
        }
        throw new IOException("an unknown problem");
    }

    private static ProblemException away(Throwable failure) {
        LOG.warnf("Nobody says which devices there are: %s", failure);
        return new ProblemException(ProblemCode.UNAVAILABLE, null);
    }
}
