package dev.xeocontext.sync.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerMessageTest {

    @Test
    void readsItsOwnTextBack() {
        PeerMessage moved = new PeerMessage.Moved(new UUID(1, 2), new UUID(3, 4), 5);
        PeerMessage arrived = new PeerMessage.Arrived(new UUID(1, 2), new UUID(3, 4), new UUID(5, 6));
        PeerMessage begun = new PeerMessage.Begun(new UUID(1, 2), new UUID(3, 4), new UUID(5, 6));

        assertThat(PeerMessage.parse(begun.text())).contains(begun);
        assertThat(PeerMessage.parse(moved.text())).contains(moved);
        assertThat(PeerMessage.parse(arrived.text())).contains(arrived);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "m",
                "m a b c",
                "m 00000000-0000-0001-0000-000000000002 00000000-0000-0001-0000-000000000002 x",
                "z 00000000-0000-0001-0000-000000000002 00000000-0000-0001-0000-000000000002 1"
            })
    void ignoresWhatItDoesNotKnow(String text) {
        assertThat(PeerMessage.parse(text)).isEmpty();
    }
}
