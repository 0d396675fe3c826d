package dev.xeocontext.bench.limit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.xeocontext.local.embedded.Endpoints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Persistent messages into a durable queue of the stack's broker, each batch waiting for its confirms. */
final class BrokerLimit {

    private static final String QUEUE = "bench.limit";
    private static final long CONFIRM_MILLIS = 30_000;

    private final Endpoints endpoints;

    BrokerLimit(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    void prepare() throws IOException, TimeoutException {
        Map<String, Object> type =
                endpoints.queueType().isEmpty() ? Map.of() : Map.of("x-queue-type", endpoints.queueType());
        try (var connection = connect();
                var channel = connection.createChannel()) {
            channel.queueDeclare(QUEUE, true, false, false, type);
        }
    }

    void discard() throws IOException, TimeoutException {
        try (var connection = connect();
                var channel = connection.createChannel()) {
            channel.queueDelete(QUEUE);
        }
    }

    BlockingAct act(Shape shape) throws Exception {
        return BlockingAct.of(shape.workers(), () -> new Publishes(connect(), shape));
    }

    private Connection connect() throws IOException, TimeoutException {
        var factory = new ConnectionFactory();
        factory.setHost(endpoints.amqp().host());
        factory.setPort(endpoints.amqp().port());
        factory.setUsername(endpoints.amqp().user());
        factory.setPassword(endpoints.amqp().password());
        return factory.newConnection();
    }

    private static final class Publishes implements BlockingAct.Connection {

        private final Connection connection;
        private final Channel channel;
        private final byte[] body;
        private final int messages;

        Publishes(Connection connection, Shape shape) throws IOException {
            this.connection = connection;
            this.channel = connection.createChannel();
            this.body = Padding.of(shape.opBytes()).getBytes(StandardCharsets.US_ASCII);
            this.messages = shape.batch();
            channel.confirmSelect();
        }

        @Override
        public void act() throws IOException, InterruptedException, TimeoutException {
            for (int i = 0; i < messages; i++) {
                channel.basicPublish("", QUEUE, MessageProperties.MINIMAL_PERSISTENT_BASIC, body);
            }
            channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
