package dev.xeocontext.sync.revoke;

import com.sun.net.httpserver.HttpExchange;
import dev.xeocontext.sync.FakeService;
import dev.xeocontext.testkit.BackingServices;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells which sessions were revoked: those that a test has put there as JSON, since it lives in another class loader. The
 * test reads back, in turn, since when it was asked. Every answer leads on by a millisecond.
 */
public final class FakeIdentity extends FakeService {

    private static final String PATH = "/internal/v1/sessions/revoked";

    private final List<String> sessions = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public FakeIdentity() {
        super(PATH);
    }

    @Override
    protected Map<String, String> configuration(String url) {
        return Map.of("xeo.sync.revoke.identity-url", url);
    }

    @Override
    protected void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                sessions.add(body(exchange));
                send(exchange, 200, String.join("\n", asked));
            }
            default -> tell(exchange);
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
}
