package dev.xeocontext.local.stack.socket;

import java.io.PrintStream;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Prints what comes, a line for each message, and why the socket was closed. */
final class Printer implements WebSocket.Listener {

    private final PrintStream out;
    private final StringBuilder message = new StringBuilder();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Printer(PrintStream out) {
        this.out = out;
    }

    /** Completes when the socket is closed, from whichever side. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
            out.println(message);
            message.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        if (code != WebSocket.NORMAL_CLOSURE) {
            out.println("closed: " + code + ' ' + reason);
        }
        ended.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        out.println("closed: " + failure);
        ended.complete(null);
    }
}
