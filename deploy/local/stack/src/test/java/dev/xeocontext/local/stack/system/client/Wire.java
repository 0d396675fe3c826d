package dev.xeocontext.local.stack.system.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket behind a bad network. What it hears it signals; when it is over, it says so once. */
final class Wire implements WebSocket.Listener {

    /** The connection broke. */
    static final int BROKEN = 1006;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final long DAWDLE_MILLIS = 30;

    private final Faults.Line line;
    private final Consumer<Signal> inbox;
    private final AtomicBoolean over = new AtomicBoolean();
    private final StringBuilder partial = new StringBuilder();
    private volatile @Nullable WebSocket socket;

    private Wire(Faults.Line line, Consumer<Signal> inbox) {
        this.line = line;
        this.inbox = inbox;
    }

    /**
     * Connects.
     *
     * @throws CompletionException when that fails
     */
    static Wire open(URI server, Faults.Line line, Consumer<Signal> inbox) {
        var wire = new Wire(line, inbox);
        var uri = URI.create("ws" + server.toString().substring("http".length()) + "/v1/sync");
        wire.socket = HTTP.newWebSocketBuilder()
                .subprotocols("xeo.sync.v1")
                .connectTimeout(Duration.ofSeconds(5))
                .buildAsync(uri, wire)
                .join();
        return wire;
    }

    /** Sends a frame, or breaks instead; one caller at a time. */
    void send(String frame) {
        if (over.get()) {
            return;
        }
        switch (line.sending()) {
            case PASSES -> pass(frame);
            case DAWDLES -> {
                later().join();
                pass(frame);
            }
            case LOST -> cut();
            case LAST -> {
                pass(frame);
                cut();
            }
            case HANGS -> hang();
        }
    }

    private void pass(String frame) {
        var open = socket;
        try {
            if (open != null) {
                open.sendText(frame, true).join();
            }
        } catch (CompletionException e) {
            cut();
        }
    }

    /** Breaks the connection, without a word to the server. */
    void cut() {
        end(BROKEN);
        release();
    }

    /** Lets go of a connection that was left hanging. */
    void release() {
        var open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private void hang() {
        end(BROKEN);
    }

    private void end(int code) {
        if (over.compareAndSet(false, true)) {
            inbox.accept(new Signal.Gone(this, code));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (!last) {
            from.request(1);
            return null;
        }
        var frame = partial.toString();
        partial.setLength(0);
        if (over.get()) {
            from.request(1);
            return null;
        }
        return switch (line.receiving()) {
            case PASSES -> deliver(from, frame);
            case DAWDLES -> later().thenRun(() -> deliver(from, frame));
            case LOST -> abort(from);
            case LAST -> {
                inbox.accept(new Signal.Heard(this, frame));
                yield abort(from);
            }
            case HANGS -> {
                hang();
                from.request(1);
                yield null;
            }
        };
    }

    private @Nullable CompletionStage<?> deliver(WebSocket from, String frame) {
        inbox.accept(new Signal.Heard(this, frame));
        from.request(1);
        return null;
    }

    private @Nullable CompletionStage<?> abort(WebSocket from) {
        end(BROKEN);
        from.abort();
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        end(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(BROKEN);
    }

    private static CompletableFuture<Void> later() {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(DAWDLE_MILLIS, TimeUnit.MILLISECONDS));
    }
}
