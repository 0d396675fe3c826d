package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.contracts.sync.Limits;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.digest.Questions;
import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.push.RateLimit;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What all connections share.
 *
 * @param knownCollection whether somebody owns a collection
 * @param journal keeps in mind who was here
 * @param company whoever else is there
 * @param leaving is told of every connection that ends
 */
record Parts(
        MessageReader reader,
        MessageWriter writer,
        Tokens tokens,
        Arrivals arrivals,
        Welcomes welcomes,
        Feeds feeds,
        Pusher pusher,
        Questions questions,
        Predicate<String> knownCollection,
        Devices devices,
        ConnectionJournal journal,
        Company company,
        SocketConfig config,
        Limits limits,
        InstantSource time,
        Ids ids,
        Consumer<Connection> leaving) {

    /** Somebody was let in. */
    void arrived(Connection connection, Greeting.Admitted admitted) {
        journal.opened(connection.id(), admitted.session().caller(), admitted.device());
        devices.arrived(connection, admitted.session());
        company.joined(connection, admitted.session(), admitted.device());
    }

    /** Whoever was let in is gone. */
    void left(Connection connection, Session session, @Nullable CloseCode code) {
        devices.left(connection, session);
        company.left(connection, session);
        journal.closed(connection.id(), code);
    }

    /** Whom a token speaks for. */
    @FunctionalInterface
    interface Tokens {

        Uni<Caller> verify(String token);
    }

    /** When a connection came, as ids that grow with time on all replicas together; never fails. */
    @FunctionalInterface
    interface Arrivals {

        Uni<UUID> of(UUID connectionId);
    }

    /** Takes ops to their owners; never fails. */
    @FunctionalInterface
    interface Pusher {

        Uni<List<OpResult>> push(Caller caller, String token, OpBatch batch, RateLimit rate);
    }
}
