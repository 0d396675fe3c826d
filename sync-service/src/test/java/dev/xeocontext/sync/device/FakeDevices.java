package dev.xeocontext.sync.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.sync.FakeService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the devices of whoever a test has put there under their token, since it lives in another class loader. Does not know what to
 * do with a device that is called {@value #BROKEN}.
 */
public final class FakeDevices extends FakeService {

    static final String URL = "test.devices.url";
    static final String BROKEN = "broken";

    private static final String PATH = "/v1/users/me/devices";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, JsonNode> byToken = new ConcurrentHashMap<>();

    public FakeDevices() {
        super(PATH);
    }

    @Override
    protected Map<String, String> configuration(String url) {
        return Map.of("xeo.sync.devices.identity-url", url, URL, url + PATH);
    }

    @Override
    protected void answer(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        String body = body(exchange);
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                byToken.put(token, json.readTree(body));
                send(exchange, 200, "");
            }
            case "PATCH" -> rename(exchange, token, json.readTree(body).path("name"));
            default -> list(exchange, token);
        }
    }

    private void list(HttpExchange exchange, String token) throws IOException {
        JsonNode devices = byToken.get(token);
        if (devices == null) {
            refuse(exchange, ProblemCode.INVALID_TOKEN, List.of());
        } else {
            String body = "{\"items\":" + devices + '}';
            send(exchange, body.contains(BROKEN) ? 500 : 200, body);
        }
    }

    private void rename(HttpExchange exchange, String token, JsonNode name) throws IOException {
        if (!name.isTextual() || name.textValue().isBlank()) {
            refuse(exchange, ProblemCode.VALIDATION_FAILED, List.of(new Problem.Fault("/name", "must not be blank")));
            return;
        }
        for (JsonNode device : byToken.getOrDefault(token, json.createArrayNode())) {
            if (exchange.getRequestURI().getPath().endsWith(device.path("id").textValue())) {
                ((ObjectNode) device).set("name", name);
                send(exchange, 200, device.toString());
                return;
            }
        }
        refuse(exchange, ProblemCode.NOT_FOUND, List.of());
    }

    private void refuse(HttpExchange exchange, ProblemCode code, List<Problem.Fault> faults) throws IOException {
        Problem problem = Problem.of(code, null, faults).at("/elsewhere", "elsewhere");
        send(exchange, code.status(), json.writeValueAsString(problem));
    }
}
