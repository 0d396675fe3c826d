package dev.xeocontext.sync.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.OnlineDevice;
import dev.xeocontext.contracts.sync.ServerMessage.Presence;
import dev.xeocontext.sync.notice.Audience;
import dev.xeocontext.sync.notice.Notice;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two replicas and one Redis. */
class PresencesTest {

    private static final TestRedis REDIS = new TestRedis();
    private static final Map<String, Object> READING = Map.of("reading", "Ulysses", "page", 7);
    private static final int HUNDREDS = 500;

    private final UUID store = UUID.randomUUID();
    private final UUID phone = UUID.randomUUID();
    private final UUID tablet = UUID.randomUUID();
    private final Replica one = new Replica(REDIS.redis(), store);
    private final Replica other = new Replica(REDIS.redis(), store);

    @AfterAll
    static void close() {
        REDIS.close();
    }

    private static UUID arrival(int number) {
        return new UUID(number << 16 | 0x7000, Long.MIN_VALUE);
    }

    private void arrives(Replica replica, UUID device, int arrival) {
        replica.presences().arrived(store, device, arrival(arrival), "Phone", "android");
        isSettled(replica);
    }

    private void leaves(Replica replica, UUID device, int arrival) {
        replica.presences().left(store, device, arrival(arrival));
        isSettled(replica);
    }

    /** What is said later is done later, and this says nothing. */
    private void isSettled(Replica replica) {
        Replica.await(replica.presences().renamed(store, UUID.randomUUID(), "nobody"));
    }

    private void tells(Replica replica, Map<String, Object> state) {
        Replica.await(replica.presences().tell(store, phone, new HashMap<>(state)));
    }

    private List<OnlineDevice> online(Replica replica) {
        return Replica.await(replica.presences().online(store, tablet));
    }

    private Presence came(UUID device, @Nullable Map<String, Object> state) {
        return new Presence(store, device, true, "Phone", "android", state == null ? null : new HashMap<>(state));
    }

    private Presence went(UUID device) {
        return new Presence(store, device, false, null, null, null);
    }

    /** What was told, after all of it has been heard. */
    private List<ServerMessage> told() {
        UUID last = UUID.randomUUID();
        one.presences().arrived(store, last, arrival(99), null, null);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> REDIS.notices(store).stream()
                        .anyMatch(notice -> notice.audience().equals(new Audience.Others(last))));
        return messages(REDIS.notices(store).stream()
                .filter(notice -> !notice.audience().equals(new Audience.Others(last)))
                .toList());
    }

    private static List<ServerMessage> messages(List<Notice> notices) {
        return notices.stream().map(REDIS::message).toList();
    }

    @Test
    void tellsTheOthersOfADeviceThatComesAndGoes() {
        arrives(one, phone, 1);
        assertThat(online(other)).containsExactly(new OnlineDevice(phone, "Phone", "android", null));
        assertThat(Replica.await(other.presences().isOnline(store, phone))).isTrue();

        leaves(one, phone, 1);

        assertThat(online(other)).isEmpty();
        assertThat(Replica.await(one.presences().isOnline(store, phone))).isFalse();
        assertThat(told()).containsExactly(came(phone, null), went(phone));
        assertThat(REDIS.notices(store).getFirst().audience()).isEqualTo(new Audience.Others(phone));
    }

    @Test
    void saysNothingOfADeviceThatConnectsAgainBeforeItsOldSocketIsMissed() {
        arrives(one, phone, 1);
        arrives(other, phone, 2);
        leaves(one, phone, 1);

        assertThat(Replica.await(one.presences().isOnline(store, phone))).isTrue();
        assertThat(told()).containsExactly(came(phone, null));
    }

    @Test
    void doesNotBringBackADeviceThatHasLeft() {
        arrives(one, phone, 1);
        arrives(other, phone, 2);
        leaves(other, phone, 2);

        one.beats();

        assertThat(online(one)).isEmpty();
        assertThat(told()).containsExactly(came(phone, null), went(phone));
    }

    @Test
    void listsWhoCameLastFirstAndLeavesOutWhoAsks() {
        arrives(one, phone, 1);
        arrives(other, tablet, 2);
        UUID laptop = UUID.randomUUID();
        arrives(other, laptop, 3);

        assertThat(online(one)).extracting(OnlineDevice::deviceId).containsExactly(laptop, phone);
        assertThat(Replica.await(one.presences().online(UUID.randomUUID(), phone)))
                .isEmpty();
    }

    @Test
    void tellsWhatADeviceIsAt() {
        arrives(one, phone, 1);
        tells(one, READING);

        assertThat(online(other)).containsExactly(new OnlineDevice(phone, "Phone", "android", READING));
        Replica.await(one.presences().tell(store, phone, null));
        Replica.await(one.presences().tell(store, phone, null));

        assertThat(online(other)).containsExactly(new OnlineDevice(phone, "Phone", "android", null));
        assertThat(told()).containsExactly(came(phone, null), came(phone, READING), came(phone, null));
    }

    @Test
    void keepsAStateAsItWasTold() {
        Map<String, Object> odd = Map.of("none", List.of(), "text", "\"ä\\/€\u0001 😀", "big", 9_007_199_254_740_991L);
        arrives(one, phone, 1);
        tells(one, odd);

        assertThat(online(other).getFirst().state()).isEqualTo(odd);
        assertThat(told()).containsExactly(came(phone, null), came(phone, odd));
    }

    @Test
    void keepsTheStateOfADeviceThatConnectsAgain() {
        arrives(one, phone, 1);
        tells(one, READING);
        arrives(other, phone, 2);

        assertThat(online(one).getFirst().state()).isEqualTo(READING);
        assertThat(told()).containsExactly(came(phone, null), came(phone, READING));
    }

    @Test
    void refusesAStateThatIsTooLarge() {
        arrives(one, phone, 1);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> tells(one, Map.of("text", "x".repeat(2_048))))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ProblemCode.TOO_LARGE))
                .satisfies(failure -> assertThat(failure.problem().errors())
                        .extracting(fault -> fault.pointer())
                        .containsExactly("/state"));
        assertThat(told()).containsExactly(came(phone, null));
    }

    @Test
    void refusesStatesThatAreTooMany() {
        arrives(one, phone, 1);
        for (int i = 0; i < new PatientPresence().tellsAtOnce(); i++) {
            tells(one, READING);
        }

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> tells(one, READING))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ProblemCode.RATE_LIMITED));
    }

    @Test
    void tellsItsOwnDevicesWhenOneIsGoneWithoutAWord() {
        arrives(one, phone, 1);
        assertThat(other.looks()).isEmpty();

        REDIS.end(store, phone, "until");

        assertThat(online(other)).isEmpty();
        assertThat(Replica.await(other.presences().isOnline(store, phone))).isFalse();
        List<Notice> told = other.looks();
        assertThat(told).extracting(Notice::audience).containsExactly(new Audience.Others(phone));
        assertThat(messages(told)).containsExactly(went(phone));
        assertThat(other.looks()).isEmpty();
        assertThat(one.looks()).isEmpty();
    }

    @Test
    void takesOutWhatIsOverForLong() {
        arrives(one, phone, 1);
        REDIS.end(store, phone, "until");
        assertThat(REDIS.knows(store, phone)).isTrue();

        other.looks();

        assertThat(REDIS.knows(store, phone)).isFalse();
    }

    @Test
    void tellsItsOwnDevicesWhenAStateIsOver() {
        arrives(one, phone, 1);
        tells(one, READING);
        assertThat(other.looks()).isEmpty();

        REDIS.end(store, phone, "stateUntil");
        one.beats();

        assertThat(online(other).getFirst().state()).isNull();
        assertThat(messages(other.looks())).containsExactly(came(phone, null));
        assertThat(other.looks()).isEmpty();
    }

    @Test
    void knowsAgainWhoIsConnectedAfterRedisWasEmptied() {
        arrives(one, phone, 1);
        tells(one, READING);
        REDIS.forget(store);
        assertThat(online(other)).isEmpty();
        assertThat(Replica.await(one.presences().isOnline(store, phone))).isTrue();

        one.beats();

        assertThat(online(other)).containsExactly(new OnlineDevice(phone, "Phone", "android", null));
        assertThat(told()).containsExactly(came(phone, null), came(phone, READING), came(phone, null));
    }

    @Test
    void tellsEverybodyWhatADeviceIsCalledNow() {
        arrives(one, phone, 1);
        Replica.await(other.presences().renamed(store, phone, "Ada's phone"));
        one.beats();

        assertThat(online(other)).extracting(OnlineDevice::name).containsExactly("Ada's phone");
        assertThat(told())
                .containsExactly(came(phone, null), new Presence(store, phone, true, "Ada's phone", "android", null));
        assertThat(REDIS.notices(store).get(1).audience()).isEqualTo(new Audience.Everyone());
    }

    @Test
    void doesNotNameWhoIsNotConnected() {
        Replica.await(one.presences().renamed(store, phone, "Ada's phone"));

        assertThat(told()).isEmpty();
        assertThat(REDIS.knows(store, phone)).isFalse();
    }

    @Test
    void knowsOfHundredsThatComeAtOnce() {
        List<UUID> devices = Stream.generate(UUID::randomUUID).limit(HUNDREDS).toList();
        devices.forEach(device -> one.presences().arrived(store, device, arrival(1), null, null));
        isSettled(one);
        assertThat(Replica.await(other.presences().online(store))).hasSize(HUNDREDS);
        assertThat(online(other)).hasSize(new PatientPresence().listed());

        devices.forEach(device -> one.presences().left(store, device, arrival(1)));
        isSettled(one);

        assertThat(Replica.await(other.presences().online(store))).isEmpty();
        assertThat(told()).hasSize(2 * HUNDREDS);
    }

    @Test
    void saysThatItDoesNotKnowWhenRedisIsAway() {
        Replica alone = new Replica(REDIS.nowhere(), store);
        alone.presences().arrived(store, phone, arrival(1), null, null);

        assertThat(Replica.await(alone.presences().isOnline(store, phone))).isTrue();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Replica.await(alone.presences().isOnline(store, tablet)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ProblemCode.UNAVAILABLE));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> tells(alone, READING))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ProblemCode.UNAVAILABLE));
        assertThat(alone.looks()).isEmpty();
    }
}
