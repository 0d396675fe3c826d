package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.Limits;
import dev.xeocontext.contracts.sync.ServerMessage.StoreHead;
import dev.xeocontext.contracts.sync.ServerMessage.Welcome;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.log.LogReader;
import dev.xeocontext.sync.log.StorePlace;
import dev.xeocontext.sync.push.LimitsConfig;
import dev.xeocontext.sync.socket.Company.Sight;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** What a device has to know before anything else, with a socket or without. Nobody comes in by it. Safe for use by several threads. */
@Singleton
public final class Welcomes {

    /**
     * A welcome.
     *
     * @param mark of the company that it tells of
     */
    record Found(Welcome welcome, long mark) {}

    private final LogReader log;
    private final Company company;
    private final Limits limits;
    private final InstantSource time;

    @Inject
    Welcomes(LogReader log, StoreCompany company, LimitsConfig config, InstantSource time) {
        this(log, company, config.limits(), time);
    }

    Welcomes(LogReader log, Company company, Limits limits, InstantSource time) {
        this.log = log;
        this.company = company;
        this.limits = limits;
        this.time = time;
    }

    /** For somebody without a connection. */
    public Uni<Welcome> of(Caller caller) {
        return find(caller, caller.sessionId()).map(Found::welcome);
    }

    /** Fails when the store cannot be read; what is of the moment is left out when it cannot be. */
    Uni<Found> find(Caller caller, UUID session) {
        return Uni.combine()
                .all()
                .unis(log.place(caller.storeId(), 0), company.look(caller))
                .with((place, sight) -> new Found(welcome(caller, session, place, sight), sight.mark()));
    }

    private Welcome welcome(Caller caller, UUID session, StorePlace place, Sight sight) {
        StoreHead store = new StoreHead(caller.storeId(), place.epoch(), place.head());
        return new Welcome(session, time.millis(), limits, List.of(store), sight.activities(), sight.devices());
    }
}
