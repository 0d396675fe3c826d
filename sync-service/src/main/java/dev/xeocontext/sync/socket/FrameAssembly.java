package dev.xeocontext.sync.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of a message together, as long as they are no more than a frame may be. For the loop of the socket.
 */
final class FrameAssembly {

    private final int maxBytes;
    private final Connection connection;
    private @Nullable Buffer fragments;

    FrameAssembly(int maxBytes, Connection connection) {
        this.maxBytes = maxBytes;
        this.connection = connection;
    }

    void on(WebSocketFrame frame) {
        connection.heard();
        switch (frame.type()) {
            case TEXT, CONTINUATION -> onText(frame);
            case BINARY -> connection.onGarbage("is not text");
            case PING, PONG -> connection.onPart();
            case CLOSE -> {}
        }
    }

    private void onText(WebSocketFrame frame) {
        Buffer data = frame.binaryData();
        Buffer before = fragments;
        int length = data.length() + (before == null ? 0 : before.length());
        if (length > maxBytes) {
            fragments = null;
            connection.onTooLarge();
        } else if (!frame.isFinal()) {
            fragments = before == null ? data.copy() : before.appendBuffer(data);
            connection.onPart();
        } else {
            fragments = null;
            connection.onText((before == null ? data : before.appendBuffer(data)).getBytes());
        }
    }
}
