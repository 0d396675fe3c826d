package dev.xeocontext.sync.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.contracts.owner.OwnerLeaf;
import dev.xeocontext.contracts.owner.OwnerQuestion;
import dev.xeocontext.contracts.owner.OwnerRecords;
import dev.xeocontext.contracts.owner.OwnerStores;
import dev.xeocontext.kit.access.DeploymentSecret;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.push.OwnersConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * An owner that is asked over HTTP. The deadline is for the whole answer, to its last byte; a connection on which one
 * stopped in its middle is given up a while later. Without a secret of the deployment every question fails.
 */
final class HttpRecordOwner implements RecordOwner {

    private static final String RECORDS = "/internal/v1/records/";
    private static final String STORES = "/internal/v1/stores";
    private static final int OK = 200;

    private final String name;
    private final OwnersConfig.Owner config;
    private final long timeoutMillis;
    private final Deadline deadline;
    private final Optional<String> secret;
    private final ObjectMapper json;
    private final HttpClient http;

    HttpRecordOwner(
            String name,
            OwnersConfig.Owner config,
            ReconcileConfig reconcile,
            Deadlines deadlines,
            Optional<String> secret,
            ObjectMapper json,
            Vertx vertx) {
        this.name = name;
        this.config = config;
        this.timeoutMillis = reconcile.timeout().toMillis();
        this.deadline = deadlines.of("records", reconcile.timeout());
        this.secret = secret;
        this.json = json;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(Math.max(1, reconcile.stores()))
                .setConnectTimeout((int) timeoutMillis)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReadIdleTimeout(2 * (int) timeoutMillis));
    }

    @Override
    public Set<String> collections() {
        return config.collections();
    }

    @Override
    public Uni<OwnerDigest> digest(UUID storeId, String collection, long purgedBefore) {
        return ask("digest", new OwnerQuestion(storeId, collection, purgedBefore, null, null), OwnerDigest.class);
    }

    @Override
    public Uni<OwnerLeaf> leaf(UUID storeId, String collection, long purgedBefore, int leaf) {
        return ask("leaf", new OwnerQuestion(storeId, collection, purgedBefore, leaf, null), OwnerLeaf.class);
    }

    @Override
    public Uni<OwnerRecords> fetch(UUID storeId, String collection, List<UUID> ids) {
        return ask("fetch", new OwnerQuestion(storeId, collection, 0, null, ids), OwnerRecords.class);
    }

    @Override
    public Uni<OwnerStores> stores(UUID after, int limit) {
        RequestOptions options = options(HttpMethod.GET, STORES + "?after=" + after + "&limit=" + limit);
        return send(options, Buffer.buffer(), OwnerStores.class);
    }

    private <T> Uni<T> ask(String question, OwnerQuestion body, Class<T> answer) {
        RequestOptions options =
                options(HttpMethod.POST, RECORDS + question).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return send(options, write(body), answer);
    }

    private RequestOptions options(HttpMethod method, String path) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(config.url() + path)
                .setTimeout(timeoutMillis);
        secret.ifPresent(value -> options.putHeader(DeploymentSecret.HEADER, value));
        return options;
    }

    private <T> Uni<T> send(RequestOptions options, Buffer body, Class<T> answer) {
        return deadline.on(Uni.createFrom()
                .completionStage(() -> http.request(options)
                        .compose(request -> request.send(body))
                        .compose(response -> response.body().map(content -> read(response, content, answer)))
                        .toCompletionStage()));
    }

    private Buffer write(OwnerQuestion question) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(question));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("ids and numbers are JSON", e);
        }
    }

    private <T> T read(HttpClientResponse response, Buffer body, Class<T> answer) {
        try {
            if (response.statusCode() != OK) {
                throw new IOException(name + " answered with status " + response.statusCode());
            }
            return json.readValue(body.getBytes(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
