package dev.xeocontext.sync.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.access.DeploymentSecret;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.push.OwnersConfig;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** All owners. */
@Singleton
final class RecordOwners {

    /** A collection and who owns it. */
    record Owned(String collection, RecordOwner owner) {}

    private final List<RecordOwner> owners;

    @Inject
    RecordOwners(
            OwnersConfig config,
            ReconcileConfig reconcile,
            Deadlines deadlines,
            DeploymentSecret secret,
            ObjectMapper json,
            Vertx vertx) {
        this(config.owners().entrySet().stream()
                .<RecordOwner>map(owner -> new HttpRecordOwner(
                        owner.getKey(), owner.getValue(), reconcile, deadlines, secret.value(), json, vertx))
                .toList());
    }

    RecordOwners(List<RecordOwner> owners) {
        this.owners = owners;
    }

    List<RecordOwner> all() {
        return owners;
    }

    Multi<Owned> collections() {
        return Multi.createFrom()
                .items(owners.stream()
                        .flatMap(owner ->
                                owner.collections().stream().sorted().map(collection -> new Owned(collection, owner))));
    }

    String[] names() {
        Stream<String> names = owners.stream().flatMap(owner -> owner.collections().stream());
        return names.toArray(String[]::new);
    }
}
