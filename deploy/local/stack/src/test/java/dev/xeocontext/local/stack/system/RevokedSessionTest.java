package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.local.stack.Stack;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing out ends what the session has open, and lets nobody in any more. */
@SystemTest
class RevokedSessionTest {

    private static final Duration PROMISED = Duration.ofSeconds(1);
    /** The machine may be busy with something else once or twice. */
    private static final int ATTEMPTS = 5;

    private final Stack stack;

    RevokedSessionTest(Stack stack) {
        this.stack = stack;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync-service", "sync-service-2"})
    void itsSocketIsClosedWithinASecondWhereverItIs(String replica) {
        var anna = Account.register(stack.url());
        try (var bystander = Device.connect(replica(replica), anna).subscribe()) {
            var fastest = Stream.generate(anna::onAnotherDevice)
                    .limit(ATTEMPTS)
                    .map(leaving -> untilClosed(leaving, replica(replica)))
                    .filter(took -> took.compareTo(PROMISED) < 0)
                    .findFirst();

            assertThat(fastest).as("closed within a second").isPresent();
            assertThat(bystander.isOpen()).isTrue();
        }
    }

    @Test
    void itsAccessTokenOpensNothingAMomentLaterAndThatOfAnotherSessionStillDoes() {
        var anna = Account.register(stack.url());
        var leaving = anna.onAnotherDevice();
        leaving.rest().get("/v1/todos").then().statusCode(200);
        leaving.rest().body("{}").post("/v1/auth/logout").then().statusCode(204);

        var refused = await("the token is refused")
                .atMost(Device.PATIENCE)
                .until(() -> leaving.rest().get("/v1/todos"), answer -> answer.statusCode() == 401);

        refused.then().body("code", equalTo("session-revoked"));
        leaving.rest().get("/v1/users/me").then().statusCode(401).body("code", equalTo("session-revoked"));
        anna.rest().get("/v1/todos").then().statusCode(200);
    }

    /** How long it took from the answer to the request to sign out. */
    private static Duration untilClosed(Account leaving, URI replica) {
        try (var device = Device.connect(replica, leaving).subscribe()) {
            leaving.rest().body("{}").post("/v1/auth/logout").then().statusCode(204);
            long begun = System.nanoTime();
            assertThat(device.closeCode()).isEqualTo(CloseCode.UNAUTHENTICATED.code());
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private URI replica(String name) {
        return URI.create(
                "http://127.0.0.1:" + Objects.requireNonNull(stack.ports().get(name)));
    }
}
