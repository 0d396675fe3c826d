package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.local.stack.Stack;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing out ends what the session has open. */
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
