package dev.xeocontext.sync.revoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.event.SessionRevoked;
import dev.xeocontext.contracts.sync.ServerMessage.Failure;
import dev.xeocontext.sync.Device;
import dev.xeocontext.sync.FakeOwner;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sessions end while there is no broker. */
@QuarkusTest
@TestProfile(RevokedOverPollTest.WithoutBroker.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
@QuarkusTestResource(value = FakeIdentity.class, restrictToAnnotatedClass = true)
class RevokedOverPollTest {

    /** Finds no broker, and asks often. */
    public static class WithoutBroker implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xeo.sync.broker.port", "1", "xeo.sync.revoke.poll", "0.5s");
        }
    }

    @TestHTTPResource
    URI http;

    @Inject
    RevokeConfig config;

    @Inject
    RevokedSessionIds here;

    @Inject
    InstantSource time;

    @Inject
    ObjectMapper json;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());

    @Test
    void closesTheSocketsOfASessionAndAsksOnFromWhereItWasToldTo() throws Exception {
        try (Device device = Device.welcomed(Device.socketUrl(http), ada)) {
            revoke(ada.session());

            assertThat(device.expect(Failure.class).problem().code()).isEqualTo("session-revoked");
            assertThat(device.closeCode()).isEqualTo(4401);
        }
        revoke(UUID.randomUUID());
        List<Long> asked = revoke(UUID.randomUUID());
        long earliest = time.instant().minus(config.tokenLifetime()).toEpochMilli();
        assertThat(asked.getFirst())
                .isCloseTo(earliest, within(Duration.ofMinutes(2).toMillis()));
        assertThat(asked.get(1)).isEqualTo(asked.getFirst() + 1);
    }

    /** Ends once it is known here. @return since when it was asked before */
    private List<Long> revoke(UUID session) throws Exception {
        String body = json.writeValueAsString(new SessionRevoked(ada.user(), session, time.millis()));
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(config.identityUrl().resolve("/internal/v1/sessions/revoked"))
                    .POST(BodyPublishers.ofString(body))
                    .build();
            List<Long> asked = client.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .map(Long::valueOf)
                    .toList();
            Awaitility.await().until(() -> here.contains(session));
            return asked;
        }
    }
}
