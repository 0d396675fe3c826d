package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.ServerMessage.Failure;
import dev.xeocontext.contracts.sync.ServerMessage.Pong;
import dev.xeocontext.contracts.sync.ServerMessage.Presence;
import dev.xeocontext.contracts.sync.ServerMessage.TokenExpiring;
import dev.xeocontext.contracts.sync.ServerMessage.Welcome;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Time runs out, on a server that waits for seconds where others wait for minutes, and takes little. */
@QuarkusTest
@TestProfile(ImpatientTest.Impatient.class)
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class ImpatientTest {

    /** Waits for seconds. */
    public static class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "xeo.sync.socket.hello-timeout", "5s",
                    "xeo.sync.socket.idle-timeout", "4s",
                    "xeo.sync.socket.allowed-origins", "https://app.example",
                    "xeo.sync.socket.messages-per-second", "50",
                    "xeo.sync.limits.frame-bytes", "1000",
                    "xeo.sync.limits.ops-per-push", "2",
                    "xeo.sync.limits.subscriptions", "3");
        }
    }

    /** More than the buffers of an operating system hold, for both sides. */
    private static final long ENDLESS = 64L << 20;

    @TestHTTPResource
    URI http;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());

    /** Each of them waits most of the time: they begin together, each with a user of its own, once the server is warm. */
    @TestFactory
    Stream<DynamicTest> timeRunsOut() {
        Device.welcomed(Device.socketUrl(http), ada).close();
        return sideBySide(Map.of(
                "hangs up on who does not say hello", this::hangsUpOnWhoDoesNotSayHello,
                "hangs up on silence", this::hangsUpOnSilence,
                "tells the others of a device that vanishes without a word", this::tellsTheOthersOfADeviceThatVanishes,
                "cuts off a device that only pings and takes nothing", this::cutsOffADeviceThatOnlyPingsAndTakesNothing,
                "takes a ping of the socket for a sign of life", this::takesAPingOfTheSocketForASignOfLife));
    }

    private static Stream<DynamicTest> sideBySide(Map<String, Consumer<TestTokens>> tests) {
        Map<String, CompletableFuture<Void>> running = new TreeMap<>();
        tests.forEach((name, test) -> running.put(
                name,
                CompletableFuture.runAsync(
                        () -> test.accept(TestTokens.forUser(UUID.randomUUID())),
                        task -> Thread.ofVirtual().start(task))));
        return running.entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), each.getValue()::join));
    }

    private void hangsUpOnWhoDoesNotSayHello(TestTokens user) {
        try (Device device = Device.connect(Device.socketUrl(http), user, Map.of())) {
            assertThat(device.closeCode()).isEqualTo(4408);
        }
    }

    private void hangsUpOnSilence(TestTokens user) {
        try (Device device = Device.welcomed(Device.socketUrl(http), user)) {
            assertThat(device.closeCode()).isEqualTo(4408);
        }
    }

    private void tellsTheOthersOfADeviceThatVanishes(TestTokens user) {
        try (Device watching = Device.welcomed(Device.socketUrl(http), user);
                Device vanishing = Device.welcomed(Device.socketUrl(http), TestTokens.forUser(user.user()))) {
            Presence come = watching.expect(Presence.class);
            assertThat(come.online()).isTrue();

            watching.staysSilentFor(
                    Duration.ofSeconds(6),
                    () -> watching.socket()
                            .sendPing(ByteBuffer.wrap(new byte[1]))
                            .join());

            assertThat(watching.expect(Presence.class))
                    .isEqualTo(new Presence(come.storeId(), come.deviceId(), false, null, null, null));
            assertThat(vanishing.closeCode()).isEqualTo(4408);
        }
    }

    /** Never shows its token, and never takes an answer: what is sent to it last never leaves, and it ends all the same. */
    private void cutsOffADeviceThatOnlyPingsAndTakesNothing(TestTokens user) {
        try (DeafDevice device = new DeafDevice(http)) {
            assertThat(device.isCutOffSaying(DeafDevice.ping(), Duration.ofMinutes(2), ENDLESS))
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void takesAPingOfTheSocketForASignOfLife(TestTokens user) {
        try (Device device = Device.welcomed(Device.socketUrl(http), user)) {
            device.staysSilentFor(
                    Duration.ofSeconds(6),
                    () -> device.socket()
                            .sendPing(ByteBuffer.wrap(new byte[] {1}))
                            .join());

            assertThat(device.isOpen()).isTrue();
        }
    }

    /** Fifty at once and fifty a second: the last of a hundred and fifty cannot be answered before two seconds are over. */
    @Test
    void answersADeviceThatSpeaksTooFastAtItsOwnPace() {
        try (Device device = Device.welcomed(Device.socketUrl(http), ada)) {
            long begun = System.nanoTime();
            IntStream.range(0, 150).forEach(i -> device.say(Map.of("type", "ping", "t", i)));

            IntStream.range(0, 150)
                    .forEach(i -> assertThat(device.expect(Pong.class).t()).isEqualTo(i));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void warnsOfATokenThatRunsOutAndHangsUpWhenItHas() {
        TestTokens brief = ada.expiringIn(Duration.ofSeconds(4));
        try (Device device = Device.connect(Device.socketUrl(http), brief, Map.of("Origin", "https://app.example"))) {
            device.hello(brief.token());
            device.expect(Welcome.class);

            assertThat(device.expect(TokenExpiring.class).inSeconds()).isBetween(0L, 4L);
            device.staysSilentFor(Duration.ofSeconds(1), () -> device.say(Map.of("type", "ping", "t", 1)));
            device.expect(Pong.class);
            assertThat(device.expect(Failure.class).problem().code()).isEqualTo("token-expired");
            assertThat(device.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void tellsTheLimitsThatItKeeps() {
        try (Device device = Device.connect(Device.socketUrl(http), ada, Map.of())) {
            device.say(
                    Map.of("type", "hello", "protocol", 1, "token", ada.token(), "device", Map.of("id", ada.device())));
            Welcome welcome = device.expect(Welcome.class);
            assertThat(welcome.limits().frameBytes()).isEqualTo(1_000);
            assertThat(welcome.limits().opsPerPush()).isEqualTo(2);
            assertThat(welcome.limits().subscriptions()).isEqualTo(3);

            device.says("{\"type\":\"ping\",\"t\":\"" + "x".repeat(1_000) + "\"}", true);
            assertThat(device.closeCode()).isEqualTo(4413);
        }
    }
}
