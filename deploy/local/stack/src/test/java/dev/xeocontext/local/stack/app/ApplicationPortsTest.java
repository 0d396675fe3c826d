package dev.xeocontext.local.stack.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApplicationPortsTest {

    @Test
    void everyReplicaHasANameOfItsOwn() {
        var ports = new ApplicationPorts(1, 2, List.of(3, 4));

        assertThat(ports.asMap())
                .containsEntry("sync-service", 3)
                .containsEntry("sync-service-2", 4)
                .doesNotContainKey(ApplicationPorts.replicaName(2));
    }
}
