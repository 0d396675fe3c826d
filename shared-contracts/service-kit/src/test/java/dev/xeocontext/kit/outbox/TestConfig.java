package dev.xeocontext.kit.outbox;

import dev.xeocontext.kit.broker.BrokerAddress;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The configuration that services have, but for what a test wants otherwise. */
final class TestConfig {

    private static final int QUARKUS = 200;

    private TestConfig() {}

    static OutboxConfig with(Map<String, String> wanted) {
        Map<String, String> values = new TreeMap<>(Map.of(
                "xeo.outbox.broker.host", "127.0.0.1",
                "xeo.outbox.broker.port", "1",
                "xeo.outbox.broker.username", "nobody",
                "xeo.outbox.broker.password", "nothing",
                "xeo.outbox.broker.reconnect-pause", "20ms"));
        wanted.forEach((name, value) -> values.put("xeo.outbox." + name, value));
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, QUARKUS, new DurationConverter())
                .withMapping(OutboxConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(OutboxConfig.class);
    }

    static BrokerAddress address(Map<String, String> services) {
        return with(Map.of(
                        "broker.port", services.getOrDefault("XEO_AMQP_PORT", ""),
                        "broker.username", services.getOrDefault("XEO_AMQP_USER", ""),
                        "broker.password", services.getOrDefault("XEO_AMQP_PASSWORD", "")))
                .broker();
    }
}
