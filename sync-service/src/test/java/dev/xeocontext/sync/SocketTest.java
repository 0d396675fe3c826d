package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class SocketTest {

    @TestHTTPResource
    URI http;

    private URI url;
    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());

    @BeforeEach
    void url() {
        url = Device.socketUrl(http);
    }

    @Test
    void bringsAPushedOpToTheOtherDevice() {
        UUID todo = UUID.randomUUID();
        try (Device phone = Device.welcomed(url, ada);
                Device laptop = Device.welcomed(url, ada.onDevice(UUID.randomUUID()))) {
            laptop.subscribesToTodos();

            Ack ack = phone.pushesTitle(todo, "Milk");
            Delta delta = laptop.expectDelta();

            assertThat(ack.results()).extracting("status").containsExactly(OpStatus.APPLIED);
            assertThat(delta.from()).isZero();
            assertThat(delta.to()).isEqualTo(1);
            assertThat(delta.events()).singleElement().satisfies(event -> {
                assertThat(event.id()).isEqualTo(todo);
                assertThat(event.changed()).containsEntry("title", "Milk");
            });
        }
    }
}
