package dev.xeocontext.gateway;

import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running gateway, and a client in front of it. */
final class Front implements AutoCloseable {

    static final String BEARER = TestTokens.forUser(UUID.randomUUID()).bearer();

    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ReactiveWebServerApplicationContext gateway;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private Front(ReactiveWebServerApplicationContext gateway) {
        this.gateway = gateway;
    }

    /**
     * A gateway whose services are all at one port.
     *
     * @param keySetUrl where it gets the keys; null for those of {@link TestTokens}
     */
    static Front of(int services, @Nullable String keySetUrl) {
        return of(url(services), url(services), keySetUrl);
    }

    /** A gateway whose sync-service has two replicas, and no other service. */
    static Front ofReplicas(int first, int second) {
        return of(url(first), url(first) + ',' + url(second), null);
    }

    /** A gateway that asks, several times a second, which sessions were revoked. */
    static Front hearingOfRevocations(int services, FakeIdentity identity) {
        return of(
                url(services),
                url(services),
                null,
                "--xeo.access.revocations.url=" + identity.url(),
                "--xeo.access.revocations.poll=50ms",
                "--xeo.access.revocations.timeout=1s",
                "--XEO_INTERNAL_SECRET=" + FakeIdentity.SECRET);
    }

    /** A gateway that lets pages of these origins call. */
    static Front allowing(int services, String origins) {
        return of(url(services), url(services), null, "--XEO_ALLOWED_ORIGINS=" + origins);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static Front of(String url, String syncUrls, @Nullable String keySetUrl, String... more) {
        String keys = keySetUrl == null ? new TestIdentity().start().get("XEO_IDENTITY_URL") : keySetUrl;
        Stream<String> common = Stream.of(
                "--server.port=0",
                "--XEO_IDENTITY_URL=" + url,
                "--XEO_TODOS_URL=" + url,
                "--XEO_SYNC_URL=" + syncUrls,
                "--xeo.access.key-set-url=" + keys + "/.well-known/jwks.json",
                "--xeo.routes.response-timeout=3000",
                "--xeo.sockets.upgrade-timeout=1s");
        var context = SpringApplication.run(
                GatewayApplication.class, Stream.concat(common, Stream.of(more)).toArray(String[]::new));
        return new Front((ReactiveWebServerApplicationContext) context);
    }

    URI uri(String scheme, String path) {
        int port = java.util.Objects.requireNonNull(gateway.getWebServer()).getPort();
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    HttpClient http() {
        return http;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri("http", path)).timeout(PATIENCE);
    }

    Answer get(String path) {
        return send(request(path).header("Authorization", BEARER));
    }

    Answer post(String path, RequestBody body) {
        return send(request(path)
                .header("Authorization", BEARER)
                .header("Content-Type", "application/json")
                .POST(body.make()));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response, JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }

    /** Makes the body of a request. */
    interface RequestBody {

        HttpRequest.BodyPublisher make();

        static RequestBody announced(int bytes) {
            return () -> BodyPublishers.ofByteArray(new byte[bytes]);
        }

        static RequestBody chunked(int bytes) {
            return () -> BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(new byte[bytes]));
        }
    }

    /** What came back. */
    record Answer(HttpResponse<String> response, JsonNode json) {

        int status() {
            return response.statusCode();
        }

        String text(String member) {
            return json.path(member).asString("");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }
}
