package dev.xeocontext.local.stack.socket;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * {@code ./xeo socket [URL]}: each line of standard input is sent as a message, each message that comes is printed as a
 * line. The end of the input closes the socket.
 */
public final class SocketMain {

    private static final String SUBPROTOCOL = "xeo.sync.v1";
    private static final int FAILED = 1;

    private SocketMain() {}

    public static void main(String[] arguments) throws IOException {
        var url = arguments.length > 0 ? URI.create(arguments[0]) : local();
        var printer = new Printer(System.out);
        try (var http = HttpClient.newHttpClient()) {
            var socket = http.newWebSocketBuilder()
                    .subprotocols(SUBPROTOCOL)
                    .buildAsync(url, printer)
                    .join();
            var unused = printer.ended().thenRun(() -> System.exit(0));
            sendLines(socket);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            printer.ended().join();
        } catch (CompletionException e) {
            System.err.println("No connection to " + url + ": " + e.getCause());
            System.exit(FAILED);
        }
    }

    private static URI local() {
        var port = System.getenv().getOrDefault("XEO_PORT", "8080");
        return URI.create("ws://127.0.0.1:" + port + "/v1/sync");
    }

    private static void sendLines(WebSocket socket) throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var sent = CompletableFuture.completedFuture(socket);
        for (var line = input.readLine(); line != null; line = input.readLine()) {
            if (!line.isBlank()) {
                var message = line;
                sent = sent.thenCompose(ready -> ready.sendText(message, true));
                sent.join();
            }
        }
    }
}
