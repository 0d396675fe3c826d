package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.Activity;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ClientMessage.Device;
import dev.xeocontext.contracts.sync.ServerMessage.Granted;
import dev.xeocontext.contracts.sync.ServerMessage.OnlineDevice;
import dev.xeocontext.kit.access.Caller;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The other devices of a store, and what its people are at. Of the moment: nothing of it is in the log, and when Redis is
 * away there is nobody to see. Safe for use by several threads.
 */
interface Company {

    /**
     * What there is.
     *
     * @param mark of the moment before it was read, to be compared with {@link #mark} later
     */
    record Sight(
            long mark,
            @Nullable List<Activity> activities,
            @Nullable List<OnlineDevice> devices) {

        static Sight unknown(long mark) {
            return new Sight(mark, null, null);
        }
    }

    /** Changes whenever something is told in the store, and sometimes when nothing is. */
    long mark(UUID storeId);

    /** Looks who is there. Never fails: what cannot be read is unknown. */
    Uni<Sight> look(Caller caller);

    /** The connection hears what is told in its store from now on; the others are told that its device is there. */
    void joined(Connection connection, Session session, Device device);

    void left(Connection connection, Session session);

    Uni<Void> presence(Caller caller, ClientMessage.Presence message);

    /** Answers the version. */
    Uni<Long> publish(Caller caller, ClientMessage.Publish message);

    /** Empty when it takes a while: then a notice tells when it is granted. */
    Uni<Optional<Granted>> claim(Caller caller, ClientMessage.Claim message);

    /** Answers the version that it has then. */
    Uni<Long> release(Caller caller, ClientMessage.Release message);

    Uni<Void> end(Caller caller, ClientMessage.End message);
}
