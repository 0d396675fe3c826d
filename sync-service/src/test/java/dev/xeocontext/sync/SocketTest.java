package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.sync.Limits;
import dev.xeocontext.contracts.sync.ServerMessage.Failure;
import dev.xeocontext.contracts.sync.ServerMessage.Ok;
import dev.xeocontext.contracts.sync.ServerMessage.Pong;
import dev.xeocontext.contracts.sync.ServerMessage.Welcome;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, who stays outside, and what is no message. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class SocketTest {

    @TestHTTPResource
    URI http;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());
    private Device device;

    @BeforeEach
    void connect() {
        device = Device.connect(Device.socketUrl(http), ada, Map.of());
    }

    @AfterEach
    void hangUp() {
        device.close();
    }

    @Test
    void welcomesADeviceWithItsLimitsAndItsStore() {
        device.hello(ada.token());

        Welcome welcome = device.expect(Welcome.class);
        assertThat(welcome.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(welcome.serverTime()).isPositive();
        assertThat(welcome.stores()).singleElement().satisfies(store -> {
            assertThat(store.storeId()).isEqualTo(ada.user());
            assertThat(store.head()).isZero();
        });
        assertThat(device.socket().getSubprotocol()).isEqualTo("xeo.sync.v1");
    }

    @Test
    void takesTheTokenOfTheUpgrade() {
        try (Device cli = Device.connect(Device.socketUrl(http), ada, Map.of("Authorization", ada.bearer()))) {
            cli.say(Map.of("type", "hello", "protocol", 1, "device", Map.of("id", ada.device())));

            assertThat(cli.expect(Welcome.class).stores()).hasSize(1);
        }
    }

    @Test
    void closesASocketWithoutAToken() {
        device.say(Map.of("type", "hello", "protocol", 1, "device", Map.of("id", ada.device())));

        assertThat(device.expect(Failure.class).problem().code()).isEqualTo("unauthenticated");
        assertThat(device.closeCode()).isEqualTo(4401);
    }

    @Test
    void closesASocketWithAForgedToken() {
        device.hello(ada.forged().token());

        assertThat(device.expect(Failure.class).problem().code()).isEqualTo("invalid-token");
        assertThat(device.closeCode()).isEqualTo(4401);
    }

    @Test
    void closesASocketWithAnExpiredToken() {
        device.hello(ada.expiringIn(Duration.ofMinutes(-1)).token());

        assertThat(device.expect(Failure.class).problem().code()).isEqualTo("token-expired");
        assertThat(device.closeCode()).isEqualTo(4401);
    }

    @Test
    void closesASocketOfAnotherDeviceThanTheTokens() {
        device.say(Device.hello(1, ada.token(), UUID.randomUUID()));

        assertThat(device.expect(Failure.class).problem().code()).isEqualTo("forbidden");
        assertThat(device.closeCode()).isEqualTo(4403);
    }

    @Test
    void closesASocketOfAnOlderProtocol() {
        device.say(Device.hello(0, ada.token(), ada.device()));

        assertThat(device.expect(Failure.class).problem().code()).isEqualTo("protocol-too-old");
        assertThat(device.closeCode()).isEqualTo(4426);
    }

    @Test
    void closesASocketThatDoesNotSayHelloFirst() {
        device.say(Map.of("type", "ping", "t", 1));

        assertThat(device.expect(Failure.class).problem().code()).isEqualTo("unauthenticated");
        assertThat(device.closeCode()).isEqualTo(4401);
    }

    @Test
    void closesTheOlderSocketOfADevice() {
        device.hello(ada.token());
        device.expect(Welcome.class);

        try (Device again = Device.welcomed(Device.socketUrl(http), ada)) {
            assertThat(device.closeCode()).isEqualTo(4409);
            assertThat(again.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "[]",
                "1",
                "null",
                "\"text\"",
                "{\"type\":\"ping\"} {}",
                "{\"type\":\"ping\",}"
            })
    void closesASocketWhoseFrameIsNoObject(String frame) {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.say(frame);

        assertThat(device.expect(Failure.class).problem().code()).isEqualTo("malformed-message");
        assertThat(device.closeCode()).isEqualTo(4400);
    }

    @Test
    void closesASocketWhoseFrameIsNestedTooDeep() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.say("{\"type\":\"ping\",\"t\":" + "[".repeat(5_000) + "]".repeat(5_000) + '}');

        assertThat(device.closeCode()).isEqualTo(4400);
    }

    @Test
    void closesASocketThatSendsBinary() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).join();

        assertThat(device.expect(Failure.class).problem().code()).isEqualTo("malformed-message");
        assertThat(device.closeCode()).isEqualTo(4400);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.01, 3.5, 4.5})
    void closesASocketWhoseFrameIsTooLarge(double times) {
        device.hello(ada.token());
        device.expect(Welcome.class);
        String frame = "{\"type\":\"ping\",\"t\":\"" + "x".repeat((int) (times * (1 << 20))) + "\"}";
        device.says(frame, true);

        assertThat(device.closeCode()).isEqualTo(4413);
    }

    @Test
    void closesASocketWhoseFragmentsAreTooLargeTogether() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        String part = "x".repeat(300_000);
        device.says("{\"type\":\"ping\",\"t\":\"", false);
        for (int i = 0; i < 4; i++) {
            device.says(part, false);
        }

        assertThat(device.closeCode()).isEqualTo(4413);
    }

    @Test
    void takesAMessageInFragments() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.says("{\"type\":\"pi", false);
        device.says("ng\",\"t\"", false);
        device.says(":5}", true);

        assertThat(device.expect(Pong.class).t()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"type":"subscribe","ref":"x","sub":1,"collections":["todos"]}        | /sub
                    {"type":"subscribe","ref":"x","collections":["todos"]}                | /sub
                    {"type":"subscribe","ref":"x","sub":"s"}                              | /collections
                    {"type":"subscribe","ref":"x","sub":"s","collections":[]}             | /collections
                    {"type":"subscribe","ref":"x","sub":"s","collections":[7]}            | /collections/0
                    {"type":"subscribe","ref":"x","sub":"s","storeId":"no"}               | /storeId
                    {"type":"push","ref":"x"}                                             | /ops
                    {"type":"push","ref":"x","ops":{}}                                    | /ops
                    {"type":"unsubscribe","ref":"x"}                                      | /sub
                    {"type":"token","ref":"x"}                                            | /token
                    {"type":5,"ref":"x"}                                                  | /type
                    {"ref":"x"}                                                           | /type""")
    void tellsWhatIsWrongWithAMessageAndStays(String frame, String pointer) {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.say(frame);

        Failure failure = device.expect(Failure.class);
        assertThat(failure.ref()).isEqualTo("x");
        assertThat(failure.problem().code()).isEqualTo("malformed-message");
        assertThat(failure.problem().errors())
                .extracting(Problem.Fault::pointer)
                .containsExactly(pointer);
        assertStillThere();
    }

    @Test
    void doesNotMindAMessageOfANewerClient() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.say("{\"type\":\"teleport\",\"ref\":\"x\",\"to\":\"Mars\"}");

        Failure failure = device.expect(Failure.class);
        assertThat(failure.ref()).isEqualTo("x");
        assertThat(failure.problem().code()).isEqualTo("unknown-message");
        assertStillThere();
    }

    @Test
    void doesNotMindMembersOfANewerClientWithNumbersBeyondAllMeasure() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.say("{\"colour\":{\"r\":[1e400,-1e-999999,123456789012345678901234567890]},\"type\":\"ping\",\"t\":2}");

        assertThat(device.expect(Pong.class).t()).isEqualTo(2);
    }

    @Test
    void survivesMembersThatComeTwice() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.say("{\"type\":\"ping\",\"t\":1,\"t\":2}");

        assertThat(device.next()).isInstanceOfAny(Pong.class, Failure.class);
        assertStillThere();
    }

    @Test
    void refusesASecondHello() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.hello(ada.token());

        assertThat(device.expect(Failure.class).problem().code()).isEqualTo("unexpected-message");
        assertStillThere();
    }

    @Test
    void asksForWhatAHelloLacks() {
        device.say(Map.of("type", "hello", "protocol", 1, "token", ada.token()));

        Failure failure = device.expect(Failure.class);
        assertThat(failure.problem().errors())
                .extracting(Problem.Fault::pointer)
                .containsExactly("/device");
        device.hello(ada.token());
        assertThat(device.expect(Welcome.class).stores()).hasSize(1);
    }

    @Test
    void cutsOffADeviceThatSendsNothingButNonsense() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        for (int i = 0; i < 200 && device.isOpen(); i++) {
            device.says("{\"type\":\"nonsense\"}", true);
        }

        assertThat(device.closeCode()).isEqualTo(4429);
    }

    @Test
    void renewsAToken() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.say(Map.of(
                "type",
                "token",
                "ref",
                "t",
                "token",
                ada.expiringIn(Duration.ofMinutes(9)).token()));

        assertThat(device.expect(Ok.class).ref()).isEqualTo("t");
    }

    @Test
    void keepsItsTokenWhenTheNewOneIsNoGood() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        device.say(Map.of("type", "token", "ref", "t", "token", ada.forged().token()));

        assertThat(device.expect(Failure.class).problem().code()).isEqualTo("invalid-token");
        assertStillThere();
    }

    @Test
    void closesASocketThatRenewsWithTheTokenOfSomebodyElse() {
        device.hello(ada.token());
        device.expect(Welcome.class);
        TestTokens eve = TestTokens.forUser(UUID.randomUUID()).onDevice(ada.device());
        device.say(Map.of("type", "token", "ref", "t", "token", eve.token()));

        assertThat(device.closeCode()).isEqualTo(4403);
    }

    @Test
    void refusesAPageOfAnotherOrigin() {
        Map<String, String> evil = Map.of("Origin", "https://evil.example");

        assertThatThrownBy(() -> Device.connect(Device.socketUrl(http), ada, evil))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .satisfies(failure -> assertThat(((WebSocketHandshakeException) failure)
                                .getResponse()
                                .statusCode())
                        .isEqualTo(403));
    }

    @Test
    void letsAPageOfThisMachineIn() {
        try (Device page = Device.connect(Device.socketUrl(http), ada, Map.of("Origin", "http://localhost:5173"))) {
            page.hello(ada.token());

            assertThat(page.expect(Welcome.class).stores()).hasSize(1);
        }
    }

    @Test
    void tellsACallerWithoutAnUpgradeWhatThisIs() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(http.resolve("/v1/sync")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(426);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @Test
    void refusesWhoSpeaksOtherProtocolsOnly() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var upgrade = client.newWebSocketBuilder()
                    .subprotocols("xeo.sync.v9", "mqtt")
                    .buildAsync(Device.socketUrl(http), new WebSocket.Listener() {});

            assertThatThrownBy(upgrade::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(426));
        }
    }

    private void assertStillThere() {
        device.say(Map.of("type", "ping", "t", List.of("still", "there")));
        assertThat(device.expect(Pong.class).t()).isEqualTo(List.of("still", "there"));
        assertThat(device.isOpen()).isTrue();
    }
}
