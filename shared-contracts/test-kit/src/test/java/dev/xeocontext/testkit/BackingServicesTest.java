package dev.xeocontext.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class BackingServicesTest {

    @Test
    void startOnceForAllTestClasses() {
        var first = new BackingServices().start();
        var second = new BackingServices().start();

        assertThat(second).isEqualTo(first);
        assertThat(first)
                .containsKeys("XEO_PG_HOST", "XEO_PG_PORT", "XEO_PG_PASSWORD", "XEO_AMQP_PORT", "XEO_REDIS_URL")
                .doesNotContainKey("XEO_PG_USER");
    }

    @Test
    void letEveryServiceInAsItself() throws Exception {
        var variables = new BackingServices().start();
        var url = "jdbc:postgresql://%s:%s/%s"
                .formatted(
                        variables.get("XEO_PG_HOST"), variables.get("XEO_PG_PORT"), variables.get("XEO_PG_DATABASE"));

        for (var role : new String[] {"identity", "todos", "sync"}) {
            try (var connection = DriverManager.getConnection(url, role, variables.get("XEO_PG_PASSWORD"))) {
                assertThat(connection.getSchema()).isEqualTo(role);
            }
        }
    }
}
