package dev.xeocontext.sync.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.sync.Protocol;
import dev.xeocontext.kit.access.AccessTokens;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.digest.Questions;
import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.push.LimitsConfig;
import dev.xeocontext.sync.push.Owners;
import dev.xeocontext.sync.push.Pushes;
import dev.xeocontext.sync.revoke.RevokedSessionIds;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/sync}: the upgrade, and what Vert.x tells of the socket after it. */
@Singleton
class SyncEndpoint {

    private static final Logger LOG = Logger.getLogger(SyncEndpoint.class);

    private static final String PATH = "/v1/sync";
    private static final String SCHEME = "Bearer ";
    private static final String RETRY_AFTER_SECONDS = "2";
    private static final long TICK_MS = 1_000;
    private static final Duration LAST_FRAMES = Duration.ofSeconds(10);

    private final Parts parts;
    private final Connections connections;
    private final OriginRule origins;
    private final Vertx vertx;
    private final ObjectMapper json;
    private final LongAdder underWay = new LongAdder();

    SyncEndpoint(
            MessageReader reader,
            MessageWriter writer,
            AccessTokens tokens,
            RevokedSessionIds revoked,
            SharedClock clock,
            Welcomes welcomes,
            Feeds feeds,
            Pushes pushes,
            Questions questions,
            Owners owners,
            Devices devices,
            ConnectionJournal journal,
            StoreCompany company,
            Connections connections,
            SocketConfig config,
            LimitsConfig limits,
            InstantSource time,
            Ids ids,
            Vertx vertx,
            MeterRegistry meters,
            ObjectMapper json) {
        this.connections = connections;
        this.parts = new Parts(
                reader,
                writer,
                token -> tokens.verify(token).map(revoked::admit),
                clock::arrival,
                welcomes,
                feeds,
                pushes::push,
                questions,
                owners::isKnown,
                devices,
                journal,
                company,
                config,
                limits.limits(),
                time,
                ids,
                connections::remove);
        this.origins = new OriginRule(config.allowedOrigins().orElse(null));
        this.vertx = vertx;
        this.json = json;
        meters.gauge("xeo.sync.sockets", connections, Connections::size);
        meters.gauge("xeo.sync.outbound", underWay, LongAdder::sum);
    }

    void route(@Observes Router router) {
        router.get(PATH).handler(this::upgrade);
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(TICK_MS, timer -> connections.tick());
    }

    private void upgrade(RoutingContext request) {
        boolean asksForSocket = "websocket".equalsIgnoreCase(request.request().getHeader(HttpHeaders.UPGRADE));
        if (!asksForSocket || speaksOthersOnly(request)) {
            answer(request, ProblemCode.PROTOCOL_TOO_OLD, "This is a WebSocket, subprotocol " + Protocol.NAME);
        } else if (connections.draining()) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            answer(request, ProblemCode.UNAVAILABLE, "This replica goes away");
        } else if (!origins.allows(
                request.request().getHeader(HttpHeaders.ORIGIN),
                request.request().getHeader(HttpHeaders.HOST))) {
            answer(request, ProblemCode.FORBIDDEN, "The origin is not allowed");
        } else {
            String token = bearer(request);
            request.request()
                    .toWebSocket()
                    .onSuccess(socket -> open(socket, request.request().connection(), token))
                    .onFailure(failure -> LOG.debugf("An upgrade failed: %s", failure));
        }
    }

    private static boolean speaksOthersOnly(RoutingContext request) {
        List<String> offered = request.request().headers().getAll("Sec-WebSocket-Protocol");
        return !offered.isEmpty()
                && offered.stream()
                        .flatMap(some -> Stream.of(some.split(",")))
                        .map(String::strip)
                        .noneMatch(Protocol.NAME::equals);
    }

    private static @Nullable String bearer(RoutingContext request) {
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        boolean bearer = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return bearer ? header.substring(SCHEME.length()).strip() : null;
    }

    private void answer(RoutingContext request, ProblemCode code, String detail) {
        Problem problem = Problem.of(code, detail).at(PATH, null);
        byte[] body;
        try {
            body = json.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can be written", e);
        }
        request.response()
                .setStatusCode(code.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Buffer.buffer(body));
    }

    private void open(ServerWebSocket socket, HttpConnection connected, @Nullable String token) {
        VertxSocket port = new VertxSocket(
                socket,
                (ConnectionBase) connected,
                vertx.getOrCreateContext(),
                parts.config().outboundBytes(),
                LAST_FRAMES,
                underWay);
        Connection connection = new Connection(port, token, parts);
        FrameAssembly frames = new FrameAssembly(parts.limits().frameBytes(), connection);
        socket.frameHandler(frames::on);
        socket.drainHandler(drained -> connection.onDrained());
        socket.closeHandler(closed -> connection.onGone());
        socket.exceptionHandler(failure -> broken(connection, failure));
        connections.add(connection);
    }

    /** Vert.x closes a socket that does not keep to RFC 6455, after us. */
    private static void broken(Connection connection, Throwable failure) {
        boolean tooLarge = failure instanceof CorruptedWebSocketFrameException corrupted
                && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
        if (tooLarge) {
            connection.onTooLarge();
        } else if (failure instanceof CorruptedWebSocketFrameException) {
            connection.onGarbage("is not one of RFC 6455");
        } else {
            LOG.debugf("A socket broke: %s", failure);
        }
    }
}
