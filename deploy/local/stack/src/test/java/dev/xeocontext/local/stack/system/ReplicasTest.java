package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.local.stack.Stack;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Two replicas of sync-service side by side. */
@SystemTest
class ReplicasTest {

    private final Stack stack;

    ReplicasTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void aWriteThroughOneReachesSocketsOnTheOther() {
        var anna = Account.register(stack.url());
        var other = anna.onAnotherDevice();
        try (var first = Device.connect(replica("sync-service"), anna).subscribe();
                var second = Device.connect(replica("sync-service-2"), other).subscribe()) {
            var there = Op.uuid();
            var back = Op.uuid();

            first.push(Op.put(there, first.clock().now(), Map.of("title", "There")));
            second.push(Op.put(back, second.clock().now(), Map.of("title", "And back")));

            for (var device : new Device[] {first, second}) {
                Waiting.untilShows(device, there, "title", "There");
                Waiting.untilShows(device, back, "title", "And back");
            }
            assertThat(first.replica().events()).isEqualTo(second.replica().events());
        }
    }

    private URI replica(String name) {
        return URI.create(
                "http://127.0.0.1:" + Objects.requireNonNull(stack.ports().get(name)));
    }
}
