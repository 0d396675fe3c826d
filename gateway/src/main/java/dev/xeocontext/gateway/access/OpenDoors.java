package dev.xeocontext.gateway.access;

import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** What may be asked for without a token. A token that comes along all the same is not looked at: it may be an old one. */
final class OpenDoors {

    private static final Set<String> SIGNING_IN = Set.of("/v1/auth/register", "/v1/auth/login", "/v1/auth/refresh");
    private static final String KEY_SET = "/.well-known/jwks.json";
    private static final String SOCKET = "/v1/sync";

    private OpenDoors() {}

    static boolean isOpen(ServerHttpRequest request) {
        String path = request.getPath().value();
        HttpMethod method = request.getMethod();
        if (method.equals(HttpMethod.POST)) {
            return SIGNING_IN.contains(path);
        }
        return method.equals(HttpMethod.GET) && (path.equals(KEY_SET) || (path.equals(SOCKET) && isUpgrade(request)));
    }

    /** A browser can't send a token with an upgrade; sync-service asks for it in the first message. */
    private static boolean isUpgrade(ServerHttpRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
    }
}
