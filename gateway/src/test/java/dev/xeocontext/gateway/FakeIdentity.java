package dev.xeocontext.gateway;

import dev.xeocontext.contracts.event.RevokedSessions;
import dev.xeocontext.contracts.event.SessionRevoked;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** Tells whoever shows the secret which sessions were revoked, or misbehaves; remembers since when it was asked. */
final class FakeIdentity implements AutoCloseable {

    static final String SECRET = "a secret of tests";

    private final List<Long> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong asOf = new AtomicLong();
    private volatile Function<HttpServerResponse, Publisher<Void>> answer = response -> send(response, 200, told());
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .route(routes -> routes.get("/internal/v1/sessions/revoked", this::answer))
            .bindNow();

    String url() {
        return "http://127.0.0.1:" + server.port() + "/internal/v1/sessions/revoked";
    }

    /** Since when it was asked, each time. */
    List<Long> asked() {
        return List.copyOf(asked);
    }

    /** From now on tells of these, and leads on to a moment of its own. @return that moment */
    long tells(UUID... sessions) {
        long next = asOf.incrementAndGet();
        String body = told(sessions);
        answer = response -> send(response, 200, body);
        return next;
    }

    void answers(int status, String body) {
        answer = response -> send(response, status, body);
    }

    void hangs() {
        answer = response -> Mono.never();
    }

    void breaksOff() {
        answer = response -> {
            response.withConnection(DisposableChannel::dispose);
            return Mono.never();
        };
    }

    /** Returns once so many of the answers that it gives now have been dealt with. */
    void untilAskedAgain(int times) {
        // an answer has been dealt with when the next question comes; one may be on its way that was given before
        int enough = asked.size() + times + 1;
        Awaitility.await("asked again").atMost(Front.PATIENCE).until(() -> asked.size() >= enough);
    }

    private String told(UUID... sessions) {
        List<SessionRevoked> revoked = Stream.of(sessions)
                .map(session -> new SessionRevoked(new UUID(0, 1), session, 1))
                .toList();
        return JsonMapper.shared().writeValueAsString(new RevokedSessions(revoked, asOf.get()));
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        if (!SECRET.equals(request.requestHeaders().get("Xeo-Deployment-Secret"))) {
            return send(response, 401, "{}");
        }
        String uri = request.uri();
        asked.add(Long.valueOf(uri.substring(uri.indexOf("since=") + "since=".length())));
        return answer.apply(response);
    }

    private static Publisher<Void> send(HttpServerResponse response, int status, String body) {
        return response.status(status)
                .header("Content-Type", "application/json")
                .sendString(Mono.just(body))
                .then();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
