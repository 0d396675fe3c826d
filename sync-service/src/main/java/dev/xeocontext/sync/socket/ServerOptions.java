package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.Protocol;
import dev.xeocontext.sync.push.LimitsConfig;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Sets the server up for sockets: the subprotocol, no compression, and frames of a size that we can still refuse ourselves. */
@Singleton
class ServerOptions implements HttpServerOptionsCustomizer {

    /** So much larger than allowed a frame may be and still be taken in, so that its sender learns what was wrong. */
    private static final int HEADROOM = 4;

    private final int frameBytes;

    ServerOptions(LimitsConfig limits) {
        this.frameBytes = Math.multiplyExact(limits.frameBytes(), HEADROOM);
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.addWebSocketSubProtocol(Protocol.NAME)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(frameBytes)
                .setMaxWebSocketMessageSize(frameBytes);
    }
}
