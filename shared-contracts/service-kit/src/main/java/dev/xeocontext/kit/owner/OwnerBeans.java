package dev.xeocontext.kit.owner;

import dev.xeocontext.kit.op.StateColumns;
import dev.xeocontext.kit.purge.Retention;
import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.Collections;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Puts the answers together, in services that own collections ({@code xeo.records.enabled}). */
@IfBuildProperty(name = "xeo.records.enabled", stringValue = "true")
final class OwnerBeans {

    @Produces
    @Singleton
    OwnerAnswers answers(Pool pool, StateColumns columns, Collections collections, Retention retention) {
        return new OwnerAnswers(
                collections.byName().values().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                CollectionType::name, type -> new CollectionRepository(pool, columns, type))),
                retention);
    }

    @Produces
    @Singleton
    StoreRepository stores(Pool pool, Collections collections) {
        return new StoreRepository(pool, collections);
    }
}
