package dev.xeocontext.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.kit.broker.BrokerAddress;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestBroker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a broker that is there, over a network that breaks. */
class BrokerEventSenderTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final BrokerAddress broker = TestConfig.address(new BackingServices().start());
    private final List<String> arrived = new ArrayList<>();

    private volatile Instant now = Instant.EPOCH;
    private Wire wire;
    private BrokerEventSender sender;
    private Connection connection;
    private Channel channel;
    private String queue;

    @BeforeEach
    void connect() throws Exception {
        connection = TestBroker.connect();
        channel = connection.createChannel();
        queue = channel.queueDeclare().getQueue();
        bind();
        wire = Wire.to(broker.port());
        sender = new BrokerEventSender(
                TestConfig.with(Map.of(
                        "broker.port", String.valueOf(wire.port()),
                        "broker.username", broker.username(),
                        "broker.password", broker.password(),
                        "broker.check-interval", "1h",
                        "broker-message-bytes", "100")),
                () -> now);
        sender.start(new StartupEvent());
        awaitReady();
    }

    @AfterEach
    void disconnect() throws IOException {
        sender.stop(new ShutdownEvent());
        wire.close();
        connection.abort();
    }

    @Test
    void succeedsOnceTheBrokerHasIt() throws IOException {
        OutboxMessage message = Messages.of("[\"é\"]");

        send(message).join();

        GetResponse found = channel.basicGet(queue, true);
        assertThat(new String(found.getBody(), StandardCharsets.UTF_8)).isEqualTo("[\"é\"]");
        assertThat(found.getEnvelope().getRoutingKey()).isEqualTo("kit.0");
        assertThat(found.getProps().getContentType()).isEqualTo("application/cloudevents-batch+json");
        assertThat(found.getProps().getMessageId()).isEqualTo(message.id().toString());
        assertThat(found.getProps().getDeliveryMode()).isEqualTo(2);
    }

    @Test
    void whatWasNotConfirmedWhenTheConnectionWasLostIsNotConfirmedByWhatFollows() {
        wire.mute();
        List<CompletableFuture<Void>> lost =
                List.of(send(Messages.of("[1]")), send(Messages.of("[2]")), send(Messages.of("[3]")));
        await().atMost(DEADLINE).until(() -> arrived().size() == 3);

        wire.cut();
        assertThat(lost)
                .allSatisfy(one -> assertThatThrownBy(one::join)
                        .isInstanceOf(CompletionException.class)
                        .cause()
                        .isInstanceOf(ShutdownSignalException.class));
        awaitReady();
        send(Messages.of("[4]")).join();

        assertThat(lost).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(arrived()).contains("[4]");
    }

    @Test
    void givesAChannelUpThatOwesAConfirmationForTooLong() throws IOException {
        wire.mute();
        CompletableFuture<Void> unconfirmed = send(Messages.of("[1]"));
        await().atMost(DEADLINE).until(() -> !arrived().isEmpty());

        now = now.plusSeconds(9);
        sender.check(channel);
        now = now.plusSeconds(2);
        assertThatThrownBy(() -> sender.check(channel)).isInstanceOf(IOException.class);
        assertThat(unconfirmed).isNotDone();
    }

    @Test
    void sendsNothingAndKeepsNothingWhileTheBrokerIsAway() throws Exception {
        wire.close();
        await().atMost(DEADLINE).until(() -> !sender.isReady());

        assertThatThrownBy(send(Messages.of("[1]"))::join).hasCauseInstanceOf(NotSent.class);
    }

    @Test
    void whatIsTooLargeForTheBrokerFailsAloneAndCostsNoChannel() {
        CompletableFuture<Void> large = send(Messages.of("é".repeat(51)));
        CompletableFuture<Void> small = send(Messages.of("[1]"));

        assertThatThrownBy(large::join).cause().isInstanceOf(IOException.class);
        small.join();
        assertThat(arrived()).containsExactly("[1]");
    }

    @Test
    void aChannelThatTheBrokerClosesIsMadeAnew() throws IOException {
        channel.exchangeDelete(EventRoute.EXCHANGE);
        await().atMost(DEADLINE).until(() -> {
            try {
                send(Messages.of("[1]")).join();
                bind();
                send(Messages.of("[2]")).join();
                return arrived().contains("[2]");
            } catch (CompletionException e) {
                return false;
            }
        });
    }

    private void bind() throws IOException {
        channel.exchangeDeclare(EventRoute.EXCHANGE, BuiltinExchangeType.TOPIC, true);
        channel.queueBind(queue, EventRoute.EXCHANGE, "kit.*");
    }

    private void awaitReady() {
        await().atMost(DEADLINE).until(sender::isReady);
    }

    private CompletableFuture<Void> send(OutboxMessage message) {
        return sender.send(message).subscribeAsCompletionStage().orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    private List<String> arrived() {
        try {
            for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
                arrived.add(new String(next.getBody(), StandardCharsets.UTF_8));
            }
            return arrived;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
