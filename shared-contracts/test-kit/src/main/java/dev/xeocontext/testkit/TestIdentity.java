package dev.xeocontext.testkit;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Stands in for identity-service: serves the key set that {@link TestTokens} signs with, so that a service under test
 * fetches keys and verifies tokens as it does in production.
 */
public final class TestIdentity implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return OncePerJvm.values("dev.xeocontext.testkit.identity", TestIdentity::serve);
    }

    /** Does nothing: the next test class wants it too, and it ends with the JVM. */
    @Override
    public void stop() {}

    private static Map<String, String> serve() {
        try {
            var keySet = SigningKey.shared().keySet().getBytes(StandardCharsets.UTF_8);
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/.well-known/jwks.json", exchange -> {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, keySet.length);
                try (var body = exchange.getResponseBody()) {
                    body.write(keySet);
                }
            });
            server.start();
            return Map.of(
                    "XEO_IDENTITY_URL",
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    "XEO_ISSUER",
                    TestTokens.ISSUER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
