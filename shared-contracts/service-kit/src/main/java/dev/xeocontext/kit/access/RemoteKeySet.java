package dev.xeocontext.kit.access;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.inject.Singleton;

/** Fetches the key set from identity-service. */
@Singleton
@DefaultBean
final class RemoteKeySet implements KeySetSource {

    private static final int OK = 200;

    private final HttpClient http;
    private final AccessConfig config;

    RemoteKeySet(Vertx vertx, AccessConfig config) {
        this.http = vertx.createHttpClient();
        this.config = config;
    }

    @Override
    public Uni<String> keySet() {
        return http.request(request())
                .chain(request -> request.send())
                .chain(RemoteKeySet::body)
                .ifNoItem()
                .after(config.keySetTimeout())
                .fail();
    }

    private RequestOptions request() {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(config.keySetUrl().toString())
                .setConnectTimeout(config.keySetTimeout().toMillis())
                .setIdleTimeout(config.keySetTimeout().toMillis());
    }

    private static Uni<String> body(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            return Uni.createFrom()
                    .failure(new IllegalStateException("key set answered with status " + response.statusCode()));
        }
        return response.body().map(Buffer::toString);
    }
}
