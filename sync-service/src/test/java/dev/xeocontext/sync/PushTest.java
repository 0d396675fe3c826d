package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import dev.xeocontext.contracts.sync.ServerMessage.Failure;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of ops on their way to an owner. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class PushTest {

    @TestHTTPResource
    URI http;

    private Device device;

    @BeforeEach
    void connect() {
        device = Device.welcomed(Device.socketUrl(http), TestTokens.forUser(UUID.randomUUID()));
    }

    @AfterEach
    void hangUp() {
        device.close();
    }

    @Test
    void answersEveryOpInItsPlace() {
        Map<String, Object> good = device.put(UUID.randomUUID(), "Milk");
        Map<String, Object> unknown = new LinkedHashMap<>(device.put(UUID.randomUUID(), "Eggs"));
        unknown.put("collection", "spaceships");
        Map<String, Object> nameless = new LinkedHashMap<>(device.put(UUID.randomUUID(), "Bread"));
        nameless.remove("opId");
        Map<String, Object> homeless = new LinkedHashMap<>(device.put(UUID.randomUUID(), "Salt"));
        homeless.remove("collection");
        Map<String, Object> last = device.put(UUID.randomUUID(), "Tea");
        List<Object> ops = new ArrayList<>(List.of(good, unknown, 17, nameless, homeless, last));
        ops.add(null);
        device.pushes("p", ops);

        Ack ack = device.expect(Ack.class);
        assertThat(ack.ref()).isEqualTo("p");
        assertThat(ack.results())
                .extracting(PushTest::outcome)
                .containsExactly(
                        "APPLIED",
                        "REJECTED unknown-collection",
                        "REJECTED malformed-op",
                        "REJECTED malformed-op",
                        "REJECTED malformed-op",
                        "APPLIED",
                        "REJECTED malformed-op");
        assertThat(ack.results())
                .extracting(OpResult::opId)
                .containsExactly(
                        Device.opId(good),
                        Device.opId(unknown),
                        null,
                        null,
                        Device.opId(homeless),
                        Device.opId(last),
                        null);
        assertThat(ack.results().getFirst().changed()).isEqualTo(Map.of("title", "Milk"));
    }

    @Test
    void answersAPushWithoutOps() {
        device.pushes("p", List.of());

        assertThat(device.expect(Ack.class).results()).isEmpty();
    }

    @Test
    void aGoodAtomicPushIsAppliedWhole() {
        device.say(atomic(device.put(UUID.randomUUID(), "a"), device.put(UUID.randomUUID(), "b")));

        assertThat(device.expect(Ack.class).results())
                .extracting(PushTest::outcome)
                .containsExactly("APPLIED", "APPLIED");
    }

    @Test
    void anAtomicPushWithARefusedOpIsRefusedWhole() {
        Map<String, Object> unknown = new LinkedHashMap<>(device.put(UUID.randomUUID(), "Eggs"));
        unknown.put("collection", "spaceships");
        Map<String, Object> clockless = new LinkedHashMap<>(device.put(UUID.randomUUID(), "Bread"));
        clockless.remove("hlc");

        device.say(atomic(device.put(UUID.randomUUID(), "a"), unknown));
        assertThat(device.expect(Ack.class).results())
                .extracting(PushTest::outcome)
                .containsExactly("REJECTED atomic-aborted", "REJECTED unknown-collection");

        device.say(atomic(device.put(UUID.randomUUID(), "a"), clockless));
        assertThat(device.expect(Ack.class).results())
                .extracting(PushTest::outcome)
                .containsExactly("REJECTED atomic-aborted", "REJECTED malformed-op");
    }

    private static Map<String, Object> atomic(Object... ops) {
        return Map.of("type", "push", "ref", "p", "atomic", true, "ops", List.of(ops));
    }

    @Test
    void rejectsEveryOpForAForeignStore() {
        List<Object> ops = List.of(device.put(UUID.randomUUID(), "a"), device.put(UUID.randomUUID(), "b"));
        device.say(Map.of("type", "push", "ref", "p", "storeId", UUID.randomUUID(), "ops", ops));

        assertThat(device.expect(Ack.class).results())
                .extracting(PushTest::outcome)
                .containsExactly("REJECTED foreign-store", "REJECTED foreign-store");
    }

    @Test
    void refusesAPushOfTooManyOps() {
        device.pushes("p", Collections.nCopies(501, device.put(UUID.randomUUID(), "a")));

        Failure failure = device.expect(Failure.class);
        assertThat(failure.ref()).isEqualTo("p");
        assertThat(failure.problem().code()).isEqualTo("too-large");
        assertThat(device.pushesTitle(UUID.randomUUID(), "b").results()).hasSize(1);
    }

    @Test
    void rejectsAnOpLargerThanARecord() {
        Ack ack = device.pushesTitle(UUID.randomUUID(), "x".repeat(300_000));

        assertThat(ack.results()).extracting(PushTest::outcome).containsExactly("REJECTED too-large");
    }

    @ParameterizedTest
    @CsvSource({
        FakeOwner.AWAY + ", RETRY unavailable, 1000",
        FakeOwner.BUSY + ", RETRY rate-limited, 7000",
        FakeOwner.TOKEN_EXPIRED + ", RETRY token-expired, 1000",
        FakeOwner.NONSENSE + ", RETRY internal, 1000",
        FakeOwner.CLOSED + ", REJECTED store-closed,",
    })
    void tellsWhatAnOwnerCouldNotDo(String trouble, String outcome, Long retryAfterMs) {
        device.pushes("p", List.of(device.put(UUID.randomUUID(), trouble), device.put(UUID.randomUUID(), "later")));

        List<OpResult> results = device.expect(Ack.class).results();
        assertThat(results).extracting(PushTest::outcome).containsExactly(outcome, outcome);
        assertThat(results).extracting(OpResult::retryAfterMs).containsOnly(retryAfterMs);
    }

    @Test
    void asksForOpsAgainWhenAnOwnerStaysSilent() {
        Ack ack = device.pushesTitle(UUID.randomUUID(), FakeOwner.SILENT);

        assertThat(ack.results()).extracting(PushTest::outcome).containsExactly("RETRY unavailable");
    }

    @Test
    void asksForAFifthPushAgainWhileFourHaveNoAnswer() {
        device.pushes("1", List.of(device.put(UUID.randomUUID(), FakeOwner.SILENT)));
        for (int i = 2; i <= 5; i++) {
            device.pushes(Integer.toString(i), List.of(device.put(UUID.randomUUID(), "a")));
        }

        List<Ack> acks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            acks.add(device.expect(Ack.class));
        }
        assertThat(acks).extracting(Ack::ref).containsExactly("5", "1", "2", "3", "4");
        assertThat(acks.getFirst().results()).extracting(PushTest::outcome).containsExactly("RETRY rate-limited");
        assertThat(acks.getLast().results()).extracting(PushTest::outcome).containsExactly("APPLIED");
    }

    @Test
    void asksForOpsAgainThatComeTooFast() {
        List<Object> ops = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ops.add(Map.of("opId", UUID.randomUUID(), "collection", "spaceships"));
        }
        long limited = 0;
        for (int i = 0; i < 40 && limited == 0; i++) {
            device.pushes("p" + i, ops);
            limited = device.expect(Ack.class).results().stream()
                    .filter(result -> result.status() == OpStatus.RETRY)
                    .filter(result -> result.retryAfterMs() != null && result.retryAfterMs() <= 1_000)
                    .count();
        }

        assertThat(limited).isPositive();
    }

    private static String outcome(OpResult result) {
        return result.status()
                + (result.problem() == null ? "" : ' ' + result.problem().code());
    }
}
