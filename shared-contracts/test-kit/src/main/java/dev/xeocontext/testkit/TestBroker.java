package dev.xeocontext.testkit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** The broker of {@link BackingServices}, for what a test itself wants of it. */
public final class TestBroker {

    private TestBroker() {}

    /** A connection of its own, which the test ends. */
    public static Connection connect() throws IOException, TimeoutException {
        Map<String, String> services = new BackingServices().start();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(value(services, "XEO_AMQP_HOST"));
        factory.setPort(Integer.parseInt(value(services, "XEO_AMQP_PORT")));
        factory.setUsername(value(services, "XEO_AMQP_USER"));
        factory.setPassword(value(services, "XEO_AMQP_PASSWORD"));
        return factory.newConnection("test");
    }

    private static String value(Map<String, String> services, String variable) {
        return Objects.requireNonNull(services.get(variable), variable);
    }
}
