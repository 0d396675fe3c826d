package dev.xeocontext.kit.outbox;

import dev.xeocontext.contracts.event.CloudEvent;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Sends through the channel {@code events}, persistent, with publisher confirms. The buffer of the channel has no bound of
 * its own: {@link OutboxPublisher} bounds what is on its way.
 */
@Singleton
@IfBuildProperty(name = "xeo.events.enabled", stringValue = "true")
final class BrokerEventSender implements EventSender {

    private static final int PERSISTENT = 2;

    private final MutinyEmitter<String> emitter;

    BrokerEventSender(
            @Channel("events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<String> emitter) {
        this.emitter = emitter;
    }

    @Override
    public Uni<Void> send(OutboxMessage message) {
        OutgoingRabbitMQMetadata metadata = OutgoingRabbitMQMetadata.builder()
                .withRoutingKey(message.routingKey())
                .withContentType(CloudEvent.BATCH_MEDIA_TYPE)
                .withMessageId(message.id().toString())
                .withDeliveryMode(PERSISTENT)
                .build();
        return emitter.sendMessage(Message.of(message.payload(), Metadata.of(metadata)));
    }
}
