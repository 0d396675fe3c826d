package dev.xeocontext.gateway.socket;

import java.util.List;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Passes frames and close codes between a service and a device, as fast as the slower one takes them. */
final class Relay implements WebSocketHandler {

    private static final int FIRST_OF_APPLICATIONS = 3000;

    private final WebSocketSession service;
    private final List<String> protocols;
    private final Sinks.Empty<Void> over = Sinks.empty();

    Relay(WebSocketSession service, List<String> protocols) {
        this.service = service;
        this.protocols = protocols;
    }

    /** Done when one side is gone. */
    Mono<Void> over() {
        return over.asMono();
    }

    @Override
    public List<String> getSubProtocols() {
        return protocols;
    }

    @Override
    public Mono<Void> handle(WebSocketSession device) {
        Mono.when(closeLike(service, device), closeLike(device, service)).subscribe();
        Mono<Void> up = service.send(device.receive().doOnNext(WebSocketMessage::retain));
        Mono<Void> down = device.send(service.receive().doOnNext(WebSocketMessage::retain));
        return Mono.firstWithSignal(up, down).doFinally(end -> over.tryEmitEmpty());
    }

    private static Mono<Void> closeLike(WebSocketSession first, WebSocketSession second) {
        return first.closeStatus()
                .filter(status -> second.isOpen())
                .flatMap(status -> second.close(sendable(status)))
                .onErrorComplete();
    }

    /** Some codes say what happened to a connection and may not be sent: no code, and a connection that broke. */
    private static CloseStatus sendable(CloseStatus status) {
        int code = status.getCode();
        if (code >= FIRST_OF_APPLICATIONS) {
            return status;
        }
        return switch (code) {
            case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011 -> status;
            case 1005 -> CloseStatus.NORMAL;
            case 1006, 1012, 1013 -> CloseStatus.SERVER_ERROR;
            default -> CloseStatus.PROTOCOL_ERROR;
        };
    }
}
