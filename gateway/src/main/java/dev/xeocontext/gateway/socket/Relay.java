package dev.xeocontext.gateway.socket;

import java.util.Optional;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Joins a device to the service that is there for it already, for as long as both stay. */
final class Relay implements WebSocketHandler {

    private final Side service;
    private final Sinks.Empty<Void> over = Sinks.empty();

    Relay(Side service) {
        this.service = service;
    }

    /** What the service has agreed to, of what the device offered. */
    Optional<String> protocol() {
        return Optional.ofNullable(service.in().selectedSubprotocol());
    }

    /** Done when one side is gone, and the other was told. */
    Mono<Void> over() {
        return over.asMono();
    }

    Mono<Void> join(Side device) {
        Mono<Void> ended = Mono.firstWithSignal(service.closes(device), device.closes(service));
        return Mono.defer(() -> {
            FrameRelay.join(service.frames(), device.frames());
            return ended.doFinally(end -> over.tryEmitEmpty());
        });
    }

    @Override
    public Mono<Void> handle(WebSocketSession session) {
        throw new IllegalStateException("frames are passed on below sessions");
    }
}
