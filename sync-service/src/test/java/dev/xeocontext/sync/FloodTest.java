package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.sync.ServerMessage.Failure;
import dev.xeocontext.contracts.sync.ServerMessage.Pong;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Devices that say more than anybody asked for. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class FloodTest {

    private static final int MESSAGES = 20_000;
    private static final Duration UNTIL_STUCK = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More than the buffers of an operating system hold, for both sides. */
    private static final long ENDLESS = 64L << 20;

    @TestHTTPResource
    URI http;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());
    private final TestTokens bob = TestTokens.forUser(UUID.randomUUID());

    @Test
    void answersEveryPingOfManyAndEverybodyElseMeanwhile() {
        try (Device loud = Device.welcomed(Device.socketUrl(http), ada);
                Device quiet = Device.welcomed(Device.socketUrl(http), bob)) {
            var speaking = CompletableFuture.runAsync(
                    () -> IntStream.range(0, MESSAGES).forEach(i -> loud.say(Map.of("type", "ping", "t", i))));
            do {
                quiet.say(Map.of("type", "ping"));
                quiet.expect(Pong.class);
            } while (!speaking.isDone());

            IntStream.range(0, MESSAGES)
                    .forEach(i -> assertThat(loud.expect(Pong.class).t()).isEqualTo(i));
        }
    }

    @Test
    void cutsOffADeviceThatAsksForNothingThatThereIs() {
        try (Device device = Device.welcomed(Device.socketUrl(http), ada)) {
            IntStream.range(0, MESSAGES).forEach(i -> device.says("{\"type\":\"teleport\"}", true));

            assertThat(device.expect(Failure.class).problem().code()).isEqualTo("unknown-message");
            assertThat(device.closeCode()).isEqualTo(4429);
        }
    }

    /** The answers to such a push are a hundred times its size: who doesn't take them is asked for no more pushes. */
    @Test
    void takesNoMoreFromADeviceThatTakesNothing() throws IOException {
        var json = new ObjectMapper();
        ByteBuffer push =
                DeafDevice.frame(json.writeValueAsString(Map.of("type", "push", "ops", Collections.nCopies(500, 0))));
        String hello = json.writeValueAsString(Device.hello(1, ada.token(), ada.device()));
        try (DeafDevice device = new DeafDevice(http, hello)) {
            assertThat(device.speaks(push, UNTIL_STUCK, ENDLESS)).isLessThan(ENDLESS);

            assertThat(device.listensUntilHeardAgain(push, PATIENCE)).isTrue();
        }
    }
}
