package dev.xeocontext.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.local.stack.StackSettings.BackingKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackSettingsTest {

    private static final Path HOME = Path.of("/somewhere");

    @Test
    void haveDefaultsThatStayOnThisMachine() {
        var settings = StackSettings.of(HOME, Map.of());

        assertThat(settings.url()).hasToString("http://127.0.0.1:8080");
        assertThat(settings.loopbackOnly()).isTrue();
        assertThat(settings.data()).isEqualTo(HOME.resolve(".xeo"));
        assertThat(settings.backing()).isEqualTo(BackingKind.EMBEDDED);
        assertThat(settings.syncReplicas()).isEqualTo(1);
    }

    @Test
    void knowThatAnotherAddressIsOpenToOthers() {
        var settings = StackSettings.of(HOME, Map.of("XEO_BIND", "0.0.0.0", "XEO_PORT", "9000"));

        assertThat(settings.loopbackOnly()).isFalse();
        assertThat(settings.url()).hasToString("http://127.0.0.1:9000");
    }

    @ParameterizedTest
    @CsvSource({"XEO_PORT, eighty", "XEO_PORT, 0", "XEO_PORT, 65536", "XEO_SYNC_REPLICAS, 9", "XEO_BACKING, cloud"})
    void refuseWhatTheyCannotBe(String name, String value) {
        assertThatThrownBy(() -> StackSettings.of(HOME, Map.of(name, value)))
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining(name)
                .hasMessageContaining(value);
    }

    @Test
    void aTakenPortIsNamedWithAWayOut() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            var settings = StackSettings.of(HOME, Map.of("XEO_PORT", port));

            assertThatThrownBy(() -> GatewayPort.requireFree(settings))
                    .isInstanceOf(StartFailed.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("XEO_PORT=");
        }
    }
}
