package dev.xeocontext.sync.reconcile;

import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.kit.time.DerivedId;
import dev.xeocontext.sync.log.CommitLanes;
import dev.xeocontext.sync.log.EventReader;
import dev.xeocontext.sync.log.EventsRefused;
import dev.xeocontext.sync.log.NewEvent;
import dev.xeocontext.sync.reconcile.Difference.Behind;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Appends what an owner has and the log lacks: an event for each record, with all that the owner has of it, so that every
 * subscriber is told. Its id follows from the record and its state: to take over the same twice has no effect.
 */
@Singleton
class TakeOver {

    private static final Logger LOG = Logger.getLogger(TakeOver.class);

    private final EventReader reader;
    private final Function<List<NewEvent>, Uni<Void>> log;

    @Inject
    TakeOver(EventReader reader, CommitLanes lanes) {
        this(reader, lanes::appendAgain);
    }

    TakeOver(EventReader reader, Function<List<NewEvent>, Uni<Void>> log) {
        this.reader = reader;
        this.log = log;
    }

    /**
     * Appends them. What the database will never take is left out, and reported as that.
     *
     * @return how many were appended
     */
    Uni<Integer> append(UUID storeId, List<Behind> differences) {
        return differences.isEmpty()
                ? Uni.createFrom().item(0)
                : Uni.join()
                        .all(differences.stream()
                                .map(difference -> append(storeId, difference))
                                .toList())
                        .andCollectFailures()
                        .map(appended ->
                                appended.stream().mapToInt(Integer::intValue).sum());
    }

    /** Each by itself, so that one that is refused leaves the others alone. */
    private Uni<Integer> append(UUID storeId, Behind difference) {
        return Uni.createFrom()
                .item(() -> event(storeId, difference))
                .chain(event -> log.apply(List.of(event)))
                .replaceWith(1)
                .onFailure(EventsRefused.class)
                .recoverWithItem(failure -> {
                    LOG.errorf("%s/%s/%s is refused: %s", storeId, difference.collection(), difference.id(), failure);
                    return 0;
                });
    }

    private NewEvent event(UUID storeId, Behind difference) {
        WireState owner = WireState.of(difference.owner());
        RecordChanged changed = new RecordChanged(
                storeId,
                difference.collection(),
                difference.id(),
                kind(difference),
                owner.fields(),
                owner.clocks(),
                owner.deleted(),
                null,
                null);
        return reader.read(eventId(storeId, difference), changed);
    }

    private static OpKind kind(Behind difference) {
        RecordState log = difference.log();
        boolean wasDeleted = log != null && log.isDeleted();
        boolean isDeleted = difference.owner().isDeleted();
        if (wasDeleted == isDeleted) {
            return OpKind.PUT;
        }
        return isDeleted ? OpKind.DELETE : OpKind.RESTORE;
    }

    private static UUID eventId(UUID storeId, Behind difference) {
        String id = difference.id().toString();
        String hash = RecordHash.hex(RecordHash.of(id, difference.owner()));
        return DerivedId.of(String.join("\n", "taken over", storeId.toString(), difference.collection(), id, hash));
    }
}
