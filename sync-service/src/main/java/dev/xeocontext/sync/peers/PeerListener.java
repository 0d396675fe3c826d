package dev.xeocontext.sync.peers;

import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.notice.LocalDevices;
import dev.xeocontext.sync.notice.Notice;
import dev.xeocontext.sync.notice.NoticeListener;
import dev.xeocontext.sync.socket.Devices;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Listens to the other replicas. */
@Singleton
class PeerListener {

    private final PeerChannels channels;
    private final Feeds feeds;
    private final Devices devices;
    private final LocalDevices here;
    private final List<NoticeListener> listeners;
    private final PeerLink link;

    PeerListener(
            Redis redis,
            PeerChannels channels,
            Feeds feeds,
            Devices devices,
            LocalDevices here,
            @All List<NoticeListener> listeners,
            PeersConfig config,
            MeterRegistry meters,
            Vertx vertx) {
        this.channels = channels;
        this.feeds = feeds;
        this.devices = devices;
        this.here = here;
        this.listeners = List.copyOf(listeners);
        this.link = new PeerLink(redis, channels(), channels.echo(), this::on, config, meters, vertx);
    }

    private static List<String> channels() {
        List<String> channels = new ArrayList<>(PeerChannels.names());
        channels.addAll(Notice.channels());
        return channels;
    }

    void start(@Observes StartupEvent started) {
        link.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        link.stop();
    }

    /** Notices come back to the replica that told them; what peers say to each other passes by the one who said it. */
    private void on(String text) {
        Notice.parse(text)
                .ifPresentOrElse(
                        this::on,
                        () -> PeerMessage.parse(text)
                                .filter(message -> !message.replica().equals(channels.replica()))
                                .ifPresent(this::on));
    }

    private void on(Notice notice) {
        listeners.forEach(listener -> listener.heard(notice));
        here.tell(notice);
    }

    private void on(PeerMessage message) {
        switch (message) {
            case PeerMessage.Moved moved -> feeds.wake(moved.storeId(), moved.head());
            case PeerMessage.Begun begun -> feeds.begun(begun.storeId(), begun.epoch());
            case PeerMessage.Arrived arrived -> devices.arrivedElsewhere(arrived.deviceId(), arrived.arrival());
        }
    }
}
