package dev.xeocontext.sync.reconcile;

import dev.xeocontext.contracts.owner.OwnerStores;
import dev.xeocontext.sync.log.Stores;
import dev.xeocontext.sync.sql.TimelySql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What goes through all stores: whichever replica finds it due does it, and one at a time. */
@Singleton
public class Sweeps {

    private static final String EVERYTHING = "everything";
    private static final String DISCOVERY = "discovery";

    private static final String DUE = "update sweeps set due_at = now() where name = $1";

    private static final String CLAIM = """
        update sweeps set due_at = now() + make_interval(secs => $2), begun_at = now()
        where name = $1 and due_at <= now() returning due_at\
        """;

    /** Unless somebody asked for it again since. */
    private static final String POSTPONE = """
        update sweeps set due_at = now() + make_interval(secs => $3) where name = $1 and due_at = $2\
        """;

    private static final String PAGE_DUE = """
        with page as (select store_id from stores where store_id > $1 order by store_id limit $2 for update),
             moved as (update stores set reconcile_at = now() from page where stores.store_id = page.store_id)
        select store_id from page order by store_id desc limit 1\
        """;

    private static final UUID START = new UUID(0, 0);
    private static final int PAGE = 500;

    /** When nobody asks for it. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final TimelySql sql;
    private final Agenda agenda;
    private final Stores stores;
    private final RecordOwners owners;
    private final Staging staging;
    private final ReconcileConfig config;

    Sweeps(TimelySql sql, Agenda agenda, Stores stores, RecordOwners owners, Staging staging, ReconcileConfig config) {
        this.sql = sql;
        this.agenda = agenda;
        this.stores = stores;
        this.owners = owners;
        this.staging = staging;
        this.config = config;
    }

    /** Anything may be missing in the log, of any store. */
    public Uni<Void> everythingDue() {
        return due(DISCOVERY).chain(() -> due(EVERYTHING));
    }

    /** Stores may be missing that their owners know. */
    public Uni<Void> discoveryDue() {
        return due(DISCOVERY);
    }

    private Uni<Void> due(String name) {
        return sql.execute(DUE, Tuple.of(name)).replaceWithVoid();
    }

    /** Does what is due. Fails when an owner or the database is away; it is tried again after the lease. */
    Uni<Void> run() {
        return run(DISCOVERY, config.every(), this::discover).chain(() -> run(EVERYTHING, NEVER, this::markAll));
    }

    private Uni<Void> run(String name, Duration pause, Supplier<Uni<Void>> work) {
        return claim(name)
                .chain(until -> until.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : work.get()
                                .onItem()
                                .transformToUni(done -> postpone(name, until.get(), pause))
                                .onFailure()
                                .call(failure -> postpone(name, until.get(), config.retryPause())));
    }

    private Uni<Optional<OffsetDateTime>> claim(String name) {
        return sql.execute(CLAIM, Tuple.of(name, Agenda.seconds(config.lease())))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getOffsetDateTime("due_at")));
    }

    private Uni<Void> postpone(String name, OffsetDateTime until, Duration pause) {
        return sql.execute(POSTPONE, Tuple.of(name, until, Agenda.seconds(pause)))
                .replaceWithVoid();
    }

    /** Makes the stores that only their owners know, which are due at once. */
    private Uni<Void> discover() {
        return Multi.createFrom()
                .iterable(owners.all())
                .onItem()
                .transformToUniAndConcatenate(owner -> discover(owner, START))
                .collect()
                .last()
                .chain(staging::dropForgotten);
    }

    private Uni<Void> discover(RecordOwner owner, UUID after) {
        return owner.stores(after, PAGE)
                .map(OwnerStores::storeIds)
                .chain(page -> page.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : sql.batch(stores.create(page))
                                .chain(created ->
                                        created.isEmpty() ? Uni.createFrom().item(true) : agenda.due(created))
                                .chain(() -> discover(owner, page.getLast())));
    }

    private Uni<Void> markAll() {
        return markAfter(START);
    }

    private Uni<Void> markAfter(UUID place) {
        return sql.execute(PAGE_DUE, Tuple.of(place, PAGE))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : markAfter(rows.iterator().next().getUUID("store_id")));
    }
}
