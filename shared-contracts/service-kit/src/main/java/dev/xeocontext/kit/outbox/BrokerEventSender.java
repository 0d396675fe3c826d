package dev.xeocontext.kit.outbox;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.kit.broker.BrokerLink;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Publishes persistent messages on a channel with confirms, one after the other, on the thread of its link. Without an open
 * channel, and while the broker takes nothing, it sends nothing and keeps nothing.
 */
@Singleton
@IfBuildProperty(name = "xeo.events.enabled", stringValue = "true")
final class BrokerEventSender implements EventSender, BrokerLink.Use {

    private static final int PERSISTENT = 2;

    private final OutboxConfig config;
    private final InstantSource time;
    private final BrokerLink link;

    private volatile @Nullable PublishingChannel channel;

    BrokerEventSender(OutboxConfig config, InstantSource time) {
        this.config = config;
        this.time = time;
        this.link = new BrokerLink("outbox", config.broker(), this);
    }

    void start(@Observes StartupEvent started) {
        link.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        link.stop();
    }

    @Override
    public void open(Connection connection) throws IOException {
        channel = PublishingChannel.on(connection, time, link::beginAnew);
    }

    @Override
    public void check(Channel asking) throws IOException {
        asking.exchangeDeclarePassive(EventRoute.EXCHANGE);
        PublishingChannel open = channel;
        if (open != null && open.waitsLongerThan(config.confirmTimeout())) {
            throw new IOException("a confirmation does not come");
        }
    }

    @Override
    public boolean isReady() {
        return openChannel() != null;
    }

    private @Nullable PublishingChannel openChannel() {
        PublishingChannel open = channel;
        return open != null && open.isOpen() && !link.blocked() ? open : null;
    }

    @Override
    public Uni<Void> send(OutboxMessage message) {
        return Uni.createFrom().emitter(caller -> {
            PublishingChannel open = openChannel();
            if (open == null) {
                caller.fail(away());
            } else {
                link.execute(() -> publish(open, message, caller));
            }
        });
    }

    private static NotSent away() {
        return new NotSent("The broker is away");
    }

    private void publish(PublishingChannel open, OutboxMessage message, UniEmitter<? super Void> caller) {
        if (open != openChannel()) {
            caller.fail(away());
            return;
        }
        byte[] body = message.payload().getBytes(StandardCharsets.UTF_8);
        if (body.length > config.brokerMessageBytes()) {
            caller.fail(new IOException("The broker takes no message of " + body.length + " bytes"));
            return;
        }
        BasicProperties properties = new BasicProperties.Builder()
                .contentType(CloudEvent.BATCH_MEDIA_TYPE)
                .deliveryMode(PERSISTENT)
                .messageId(message.id().toString())
                .build();
        open.publish(message.routingKey(), properties, body, caller);
    }
}
