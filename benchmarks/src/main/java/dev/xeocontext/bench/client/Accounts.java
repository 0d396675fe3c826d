package dev.xeocontext.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.xeocontext.bench.load.Crowd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Registers people and signs them in, through the gateway as anybody does. */
public final class Accounts implements AutoCloseable {

    // each costs the server a password hash; it computes a few at once and lets some wait
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final String PASSWORD = "seventeen bicycles in a row";

    private final URI gateway;
    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    public Accounts(URI gateway) {
        this.gateway = gateway;
    }

    public List<Person> people(int count) throws InterruptedException {
        return Crowd.each(count, AT_ONCE, number -> register());
    }

    /** Signs each of them in on so many new devices; those of one person stand together. */
    public List<SignIn> signIn(List<Person> people, int devices) throws InterruptedException {
        return Crowd.each(people.size() * devices, AT_ONCE, number -> signIn(people.get(number / devices)));
    }

    private Person register() {
        var person = new Person("%s@bench.example".formatted(UUID.randomUUID()), PASSWORD);
        post("/v1/auth/register", Map.of("email", person.email(), "password", person.password()), CREATED);
        return person;
    }

    private SignIn signIn(Person person) {
        var device = Map.of("name", "Bench", "platform", "bench");
        var body = Map.of("email", person.email(), "password", person.password(), "device", device);
        var answer = post("/v1/auth/login", body, OK);
        return new SignIn(
                UUID.fromString(answer.path("deviceId").asText()),
                answer.path("accessToken").asText());
    }

    private JsonNode post(String path, Map<String, Object> body, int expected) {
        try {
            var request = HttpRequest.newBuilder(gateway.resolve(path))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                    .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != expected) {
                throw new IOException("%s: %d %s".formatted(path, response.statusCode(), response.body()));
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
