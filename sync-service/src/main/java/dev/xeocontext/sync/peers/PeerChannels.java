package dev.xeocontext.sync.peers;

import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.log.Appended;
import dev.xeocontext.sync.log.CommitListener;
import dev.xeocontext.sync.log.HistoryListener;
import dev.xeocontext.sync.socket.DeviceAnnouncer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Speaks to the other replicas. Best effort: what cannot be said because Redis is away is found out by the comparison of
 * heads, or by the next socket of a device.
 */
@Singleton
class PeerChannels implements CommitListener, HistoryListener, DeviceAnnouncer {

    private static final Logger LOG = Logger.getLogger(PeerChannels.class);

    private static final String HEADS = "xeo.sync.heads.";
    private static final String DEVICES = "xeo.sync.devices";
    private static final String ECHO = "xeo.sync.echo.";

    private final Redis redis;
    private final UUID replica;

    PeerChannels(Redis redis, Ids ids) {
        this.redis = redis;
        this.replica = ids.next();
    }

    UUID replica() {
        return replica;
    }

    /** A channel of this replica alone, on which it hears itself. */
    String echo() {
        return ECHO + replica;
    }

    /** Every channel on which replicas speak to one another. */
    static List<String> names() {
        Stream<String> heads = IntStream.range(0, EventRoute.SLOTS).mapToObj(slot -> HEADS + slot);
        return Stream.concat(heads, Stream.of(DEVICES)).toList();
    }

    @Override
    public void committed(List<Appended> appended) {
        for (Appended store : appended) {
            publish(
                    HEADS + EventRoute.slot(store.storeId()),
                    new PeerMessage.Moved(replica, store.storeId(), store.to()));
        }
    }

    @Override
    public void begun(UUID storeId, UUID epoch) {
        publish(HEADS + EventRoute.slot(storeId), new PeerMessage.Begun(replica, storeId, epoch));
    }

    @Override
    public void arrived(UUID deviceId, UUID arrival) {
        publish(DEVICES, new PeerMessage.Arrived(replica, deviceId, arrival));
    }

    private void publish(String channel, PeerMessage message) {
        redis.send(Request.cmd(Command.PUBLISH).arg(channel).arg(message.text()))
                .onFailure(failure -> LOG.debugf("The other replicas were not told: %s", failure));
    }
}
