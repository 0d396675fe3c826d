package dev.xeocontext.sync.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.sync.presence.Told.News;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToldTest {

    private static final UUID PHONE = new UUID(1, 1);
    private static final UUID FIRST = new UUID(7, 1);
    private static final UUID SECOND = new UUID(7, 2);

    private final Told told = new Told();
    private final Map<UUID, Sighting> devices = new HashMap<>();
    private final Set<UUID> here = new HashSet<>();

    private static Sighting device(UUID arrival, long until, @Nullable String state, long stateUntil) {
        return new Sighting(arrival, "Phone", null, until, false, state, stateUntil);
    }

    private void isThere(UUID arrival, long until) {
        devices.put(PHONE, device(arrival, until, null, 0));
    }

    private void isAt(String state, long stateUntil) {
        devices.put(PHONE, device(FIRST, 1_000, state, stateUntil));
    }

    private List<News> look(long now) {
        return told.look(devices, now, here::contains);
    }

    private News now() {
        return new News(PHONE, devices.get(PHONE));
    }

    private static News gone() {
        return new News(PHONE, null);
    }

    @Test
    void saysOnceThatADeviceIsGone() {
        isThere(FIRST, 45);
        assertThat(look(44)).isEmpty();
        assertThat(look(45)).containsExactly(gone());
        assertThat(look(55)).isEmpty();
        devices.clear();
        assertThat(look(65)).isEmpty();
    }

    @Test
    void saysThatADeviceIsGoneThatItSeesTooLate() {
        isThere(FIRST, 45);

        assertThat(look(45)).containsExactly(gone());
    }

    @Test
    void saysThatADeviceIsGoneOfWhichNothingIsKnownAnyMore() {
        isThere(FIRST, 45);
        look(10);
        devices.clear();

        assertThat(look(20)).isEmpty();
        assertThat(look(45)).containsExactly(gone());
        assertThat(look(55)).isEmpty();
    }

    @Test
    void saysNothingWhenADeviceIsKnownAgainInTime() {
        isThere(FIRST, 45);
        look(10);
        devices.clear();
        look(20);
        isThere(FIRST, 75);

        assertThat(look(50)).isEmpty();
    }

    @Test
    void leavesGoodbyesToThoseWhoHeardThem() {
        isThere(FIRST, 45);
        look(10);
        devices.put(PHONE, new Sighting(FIRST, null, null, 60, true, null, 0));

        assertThat(look(20)).isEmpty();
        assertThat(look(70)).isEmpty();
        devices.clear();
        assertThat(look(80)).isEmpty();
    }

    @Test
    void takesBackWhatItSaidOfADeviceThatIsThere() {
        isThere(FIRST, 45);
        look(45);
        isThere(SECOND, 90);

        assertThat(look(55)).containsExactly(now());
        assertThat(look(65)).isEmpty();
        assertThat(look(90)).containsExactly(gone());
    }

    @Test
    void doesNotMissADeviceThatIsConnectedHere() {
        here.add(PHONE);
        isThere(FIRST, 45);
        look(10);

        assertThat(look(45)).isEmpty();
        devices.clear();
        assertThat(look(90)).isEmpty();
    }

    @Test
    void saysOnceThatAStateIsOver() {
        isAt("{}", 45);
        assertThat(look(44)).isEmpty();
        assertThat(look(45)).containsExactly(now());
        assertThat(look(55)).isEmpty();
        isAt("{}", 60);
        assertThat(look(65)).containsExactly(now());
    }

    @Test
    void saysAgainWhatADeviceIsAtWhenItSaidThatItWasOver() {
        isAt("{}", 45);
        look(45);
        isAt("{}", 90);

        assertThat(look(55)).containsExactly(now());
        assertThat(look(65)).isEmpty();
    }
}
