package dev.xeocontext.sync.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.event.OpBatchAnswer;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * An owner that is called over HTTP, on connections that are kept. The deadline is for the whole call, until the last
 * byte of the answer; a connection on which an answer stopped in its middle is given up a while later.
 */
final class HttpOwner implements Owner {

    private static final Logger LOG = Logger.getLogger(HttpOwner.class);

    private static final String PATH = "/internal/v1/ops";
    private static final long RETRY_MS = 1_000;
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    private final String name;
    private final String url;
    private final Duration timeout;
    private final Deadline deadline;
    private final HttpClient http;
    private final ObjectMapper json;

    HttpOwner(String name, OwnersConfig.Owner config, Deadlines deadlines, Vertx vertx, ObjectMapper json) {
        this.name = name;
        this.url = config.url() + PATH;
        this.timeout = config.timeout();
        this.deadline = deadlines.of("owner", timeout);
        this.json = json;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(config.connections())
                .setMaxWaitQueueSize(config.waiting())
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReadIdleTimeout(2 * Math.toIntExact(timeout.toMillis()))
                .setTcpNoDelay(true)
                .setKeepAlive(true));
    }

    @Override
    public Uni<OpBatchAnswer> apply(String token, OpBatch batch) {
        return Uni.createFrom()
                .item(() -> body(batch))
                .chain(body -> deadline.on(Uni.createFrom().completionStage(() -> send(token, body))))
                .onFailure(failure -> !(failure instanceof Undecided || failure instanceof ProblemException))
                .transform(this::away);
    }

    private CompletionStage<OpBatchAnswer> send(String token, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return http.request(options)
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(answer -> read(response, answer)))
                .toCompletionStage();
    }

    private Buffer body(OpBatch batch) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(batch));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was JSON is JSON", e);
        }
    }

    private OpBatchAnswer read(HttpClientResponse response, Buffer body) {
        return switch (response.statusCode()) {
            case 200 -> answer(body);
            case 401 -> throw new Undecided(ProblemCode.TOKEN_EXPIRED, "The token is no longer good", RETRY_MS);
            case 403, 410, 413 -> throw refusal(body);
            case 429 -> throw new Undecided(ProblemCode.RATE_LIMITED, "The service is busy", retryAfter(response));
            case 503 -> throw unavailable(retryAfter(response));
            default -> throw away(new IOException("status " + response.statusCode()), retryAfter(response));
        };
    }

    private OpBatchAnswer answer(Buffer body) {
        try {
            OpBatchAnswer answer = json.readValue(body.getBytes(), OpBatchAnswer.class);
            if (answer.results() == null || answer.events() == null) {
                throw new IOException("an answer without results or events");
            }
            return answer;
        } catch (IOException e) {
            throw away(e);
        }
    }

    private RuntimeException refusal(Buffer body) {
        try {
            Problem problem = json.readValue(body.getBytes(), Problem.class);
            for (ProblemCode code : ProblemCode.values()) {
                if (code.code().equals(problem.code())) {
                    return new ProblemException(code, problem.detail(), problem.errors());
                }
            }
            return away(new IOException("an unknown problem"));
        } catch (IOException e) {
            return away(e);
        }
    }

    private static long retryAfter(HttpClientResponse response) {
        String seconds = response.getHeader(HttpHeaders.RETRY_AFTER);
        try {
            return seconds == null ? RETRY_MS : Math.max(RETRY_MS, Long.parseLong(seconds) * 1_000);
        } catch (NumberFormatException e) {
            return RETRY_MS;
        }
    }

    private Undecided away(Throwable failure) {
        return failure instanceof ConnectionPoolTooBusyException ? unavailable(RETRY_MS) : away(failure, RETRY_MS);
    }

    private Undecided away(Throwable failure, long retryAfterMs) {
        LOG.warnf("No decision of %s: %s", name, failure);
        return unavailable(retryAfterMs);
    }

    private static Undecided unavailable(long retryAfterMs) {
        return new Undecided(ProblemCode.UNAVAILABLE, "The service cannot answer now", retryAfterMs);
    }
}
