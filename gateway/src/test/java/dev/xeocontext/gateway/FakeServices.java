package dev.xeocontext.gateway;

import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/** All services behind the gateway in one: says what it was asked, and misbehaves on demand. */
final class FakeServices {

    static final int FRAME_LIMIT = 4 * 1024 * 1024;

    private static final Map<String, String> HEADERS =
            Map.of("Authorization", "authorization", "X-Request-Id", "requestId", "Connection", "connection");

    private FakeServices() {}

    static DisposableServer start() {
        WebsocketServerSpec socket = WebsocketServerSpec.builder()
                .protocols("xeo.sync.v1")
                .maxFramePayloadLength(FRAME_LIMIT)
                .build();
        return HttpServer.create()
                .host("127.0.0.1")
                .route(routes -> routes.ws("/v1/sync", FakeServices::talk, socket)
                        .get("/v1/todos/breaks-off", (request, response) -> breakOff(response))
                        .get("/v1/todos/hangs", (request, response) -> Mono.never())
                        .route(any -> true, FakeServices::tell))
                .bindNow();
    }

    /** A message is answered with its size; some by closing as too large, by breaking the connection, or with the host asked. */
    private static Flux<Void> talk(WebsocketInbound in, WebsocketOutbound out) {
        return in.aggregateFrames(FRAME_LIMIT).receive().asString().concatMap(text -> answer(text, in, out));
    }

    private static Mono<Void> answer(String text, WebsocketInbound in, WebsocketOutbound out) {
        return switch (text) {
            case "close" ->
                out.sendObject(new CloseWebSocketFrame(4413, "frame too large")).then();
            case "host" ->
                out.sendObject(new TextWebSocketFrame(in.headers().get("Host"))).then();
            case "break" -> {
                in.withConnection(FakeServices::cut);
                yield Mono.never();
            }
            default ->
                out.sendObject(new TextWebSocketFrame("size " + text.length())).then();
        };
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do afterwards
    private static void cut(DisposableChannel connection) {
        connection.channel().close();
    }

    private static Mono<Void> breakOff(HttpServerResponse response) {
        response.withConnection(DisposableChannel::dispose);
        return Mono.never();
    }

    private static Mono<Void> tell(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asByteArray()
                .map(body -> body.length)
                .defaultIfEmpty(0)
                .flatMap(size -> response.header("Content-Type", "application/json")
                        .header("Cache-Control", "max-age=7")
                        .sendString(Mono.just(json(request, size)))
                        .then());
    }

    private static String json(HttpServerRequest request, int size) {
        String headers = HEADERS.entrySet().stream()
                .map(entry -> "\"%s\":\"%s\""
                        .formatted(entry.getValue(), request.requestHeaders().get(entry.getKey(), "")))
                .collect(Collectors.joining(","));
        return "{\"method\":\"%s\",\"uri\":\"%s\",\"port\":%d,\"size\":%d,%s}"
                .formatted(request.method(), request.uri(), request.hostPort(), size, headers);
    }
}
