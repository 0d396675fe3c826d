package dev.xeocontext.sync.revoke;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.xeocontext.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Tells which sessions were revoked: those that a test has put there as JSON, since it lives in another class loader. The
 * test reads back, in turn, since when it was asked. Every answer leads on by a millisecond.
 */
public final class FakeIdentity implements QuarkusTestResourceLifecycleManager {

    private static final String PATH = "/internal/v1/sessions/revoked";

    private final List<String> sessions = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            created.createContext(PATH, this::answer);
            created.start();
            server = created;
            return Map.of(
                    "xeo.sync.revoke.identity-url",
                    "http://127.0.0.1:" + created.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "POST" -> {
                    sessions.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    send(exchange, 200, String.join("\n", asked));
                }
                default -> tell(exchange);
            }
        }
    }

    private void tell(HttpExchange exchange) throws IOException {
        String secret = exchange.getRequestHeaders().getFirst("Xeo-Deployment-Secret");
        if (!BackingServices.DEPLOYMENT_SECRET.equals(secret)) {
            send(exchange, 401, "{}");
            return;
        }
        String since = exchange.getRequestURI().getQuery().substring("since=".length());
        asked.add(since);
        String all = String.join(",", sessions);
        sessions.clear();
        send(exchange, 200, "{\"sessions\":[" + all + "],\"asOf\":" + (Long.parseLong(since) + 1) + '}');
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
