package dev.xeocontext.kit.query;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Reads the records of one store; there is no finder here without one. */
public interface RecordRepository<E extends RecordEntity> extends PanacheRepositoryBase<E, RecordId> {

    /** The visible record; fails with {@link ProblemCode#NOT_FOUND} when there is none in this store. */
    default Uni<E> visible(UUID storeId, UUID id) {
        return find("storeId = ?1 and id = ?2 and deleted = false", storeId, id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(ProblemCode.NOT_FOUND, null));
    }

    default Uni<Page<E>> page(RecordQuery<E> query) {
        return find(query.hql(), query.parameters())
                .range(0, query.rows() - 1)
                .list()
                .map(query::page);
    }
}
