package dev.xeocontext.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Another service, as far as tests need it; they speak to it over HTTP, since it lives in another class loader. */
public abstract class FakeService implements QuarkusTestResourceLifecycleManager {

    private final String path;
    private @Nullable HttpServer server;

    protected FakeService(String path) {
        this.path = path;
    }

    @Override
    public final Map<String, String> start() {
        try {
            HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            created.createContext(path, this::exchange);
            created.start();
            server = created;
            return configuration("http://127.0.0.1:" + created.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange);
        }
    }

    /** What the tested service is told of where this one is. */
    protected abstract Map<String, String> configuration(String url);

    protected abstract void answer(HttpExchange exchange) throws IOException;

    protected static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    protected static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
