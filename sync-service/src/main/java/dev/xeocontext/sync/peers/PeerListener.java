package dev.xeocontext.sync.peers;

import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.socket.Devices;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Listens to the other replicas. */
@Singleton
class PeerListener {

    private final PeerChannels channels;
    private final Feeds feeds;
    private final Devices devices;
    private final PeerLink link;

    PeerListener(
            Redis redis,
            PeerChannels channels,
            Feeds feeds,
            Devices devices,
            PeersConfig config,
            MeterRegistry meters,
            Vertx vertx) {
        this.channels = channels;
        this.feeds = feeds;
        this.devices = devices;
        this.link = new PeerLink(redis, PeerChannels.names(), channels.echo(), this::on, config, meters, vertx);
    }

    void start(@Observes StartupEvent started) {
        link.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        link.stop();
    }

    private void on(String text) {
        PeerMessage.parse(text)
                .filter(message -> !message.replica().equals(channels.replica()))
                .ifPresent(this::on);
    }

    private void on(PeerMessage message) {
        switch (message) {
            case PeerMessage.Moved moved -> feeds.wake(moved.storeId(), moved.head());
            case PeerMessage.Begun begun -> feeds.begun(begun.storeId(), begun.epoch());
            case PeerMessage.Arrived arrived -> devices.arrivedElsewhere(arrived.deviceId(), arrived.arrival());
        }
    }
}
