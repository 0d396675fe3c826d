package dev.xeocontext.gateway.socket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import reactor.core.publisher.Mono;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/** One end of a conversation that passes through. */
record Side(WebsocketInbound in, WebsocketOutbound out, FrameRelay frames) {

    private static final int FIRST_OF_APPLICATIONS = 3000;

    static Side of(WebsocketInbound in, WebsocketOutbound out) {
        return new Side(in, out, FrameRelay.on(in));
    }

    /** Done when it has closed, or broken, and the other one was closed for the same reason. */
    Mono<Void> closes(Side other) {
        return in.receiveCloseStatus()
                .defaultIfEmpty(WebSocketCloseStatus.ABNORMAL_CLOSURE)
                .map(Side::sendable)
                .flatMap(status -> other.close(status))
                .onErrorComplete();
    }

    /** Once begun it is not called off: the frame may be on its way to the other thread, and would be released twice. */
    private Mono<Void> close(WebSocketCloseStatus status) {
        Mono<Void> close = out.sendClose(status.code(), status.reasonText());
        return Mono.fromFuture(close::toFuture, true);
    }

    /** Some codes say what happened to a connection and may not be sent: no code, and a connection that broke. */
    private static WebSocketCloseStatus sendable(WebSocketCloseStatus status) {
        int code = status.code();
        if (code >= FIRST_OF_APPLICATIONS) {
            return status;
        }
        return switch (code) {
            case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011 -> status;
            case -1, 1005 -> WebSocketCloseStatus.NORMAL_CLOSURE;
            case 1006, 1012, 1013 -> WebSocketCloseStatus.INTERNAL_SERVER_ERROR;
            default -> WebSocketCloseStatus.PROTOCOL_ERROR;
        };
    }
}
