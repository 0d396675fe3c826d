package dev.xeocontext.sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.ClientMessage.Device;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.text.Label;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClientSessionsTest {

    private static final UUID ADA = new UUID(0, 1);
    private static final UUID PHONE = new UUID(0, 2);
    private static final Caller CALLER = new Caller(ADA, new UUID(0, 7), PHONE, Instant.EPOCH);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.ofEpochSecond(1_700_000_000);
    private final ClientSessions sessions = new ClientSessions(config(), () -> now, meters);

    private static ClientConfig config() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ClientConfig.class)
                .withDefaultValue("xeo.sync.clients.unwritten", "3")
                .build()
                .getConfigMapping(ClientConfig.class);
    }

    private void open(long id) {
        sessions.opened(new UUID(1, id), CALLER, new Device(PHONE, "Phone", "android", "9f2c4b7a01d3e688"));
    }

    private void close(long id, CloseCode code) {
        sessions.closed(new UUID(1, id), code);
    }

    private static List<Long> ids(List<ClientSession> taken) {
        return taken.stream()
                .map(session -> session.id().getLeastSignificantBits())
                .sorted()
                .toList();
    }

    @Test
    void tellsWhoCameAndWhoLeft() {
        open(1);
        assertThat(sessions.take(10)).singleElement().satisfies(session -> {
            assertThat(session.storeId()).isEqualTo(ADA);
            assertThat(session.deviceId()).isEqualTo(PHONE);
            assertThat(session.name()).isEqualTo("Phone");
            assertThat(session.connectedAt()).isEqualTo(now);
            assertThat(session.closedAt()).isNull();
        });
        assertThat(sessions.take(10)).isEmpty();

        Instant connectedAt = now;
        now = now.plusSeconds(60);
        close(1, CloseCode.REPLACED);
        assertThat(sessions.take(10)).singleElement().satisfies(session -> {
            assertThat(session.connectedAt()).isEqualTo(connectedAt);
            assertThat(session.closedAt()).isEqualTo(now);
            assertThat(session.closeCode()).isEqualTo(4409);
        });
    }

    @Test
    void writesAConnectionThatWasOverBeforeOnce() {
        open(1);
        close(1, CloseCode.DRAINING);

        assertThat(sessions.take(10)).hasSize(1);
    }

    @Test
    void takesNoMoreThanItIsAskedFor() {
        open(1);
        open(2);

        assertThat(sessions.take(1)).hasSize(1);
        assertThat(sessions.take(1)).hasSize(1);
        assertThat(sessions.take(1)).isEmpty();
    }

    @Test
    void keepsTheNewerStateOfWhatCouldNotBeWritten() {
        open(1);
        open(2);
        List<ClientSession> taken = sessions.take(10);
        close(1, CloseCode.TOO_SLOW);
        sessions.giveBack(taken);

        List<ClientSession> again = sessions.take(10);
        assertThat(ids(again)).containsExactly(1L, 2L);
        assertThat(again)
                .filteredOn(session -> session.closedAt() != null)
                .extracting(ClientSession::closeCode)
                .containsExactly(4408);
    }

    @Test
    void holdsNoMoreThanItMayAndCountsTheRest() {
        for (int id = 1; id <= 5; id++) {
            open(id);
        }

        assertThat(meters.counter("xeo.sync.clients.dropped").count()).isEqualTo(2);
        assertThat(sessions.take(10)).hasSize(3);
    }

    @Test
    void saysAgainWhoIsThere() {
        open(1);
        open(2);
        close(2, CloseCode.ABUSE);
        assertThat(sessions.take(10)).hasSize(2);

        sessions.noteOpenAgain();
        assertThat(ids(sessions.take(10))).containsExactly(1L);
    }

    @Test
    void takesNamesAsTheyCanBeShown() {
        assertThat(Label.of("Ada\u0000's\nphone\ud83d")).isEqualTo("Ada'sphone");
        assertThat(Label.of("📱".repeat(200))).isEqualTo("📱".repeat(100));
        assertThat(Label.of(" \t")).isNull();
        assertThat(Label.of(null)).isNull();
    }
}
