package dev.xeocontext.sync.handoff;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A history that may be away. */
final class FakeHistory implements History {

    private final List<Past> kept = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @Override
    public Uni<Void> keep(UUID storeId, Past past) {
        return Uni.createFrom().deferred(() -> {
            if (away) {
                return Uni.createFrom().failure(new IOException("the database is away"));
            }
            kept.add(past);
            return Uni.createFrom().voidItem();
        });
    }

    void goAway() {
        away = true;
    }

    List<Past> kept(Past.How how) {
        return kept.stream().filter(past -> past.how() == how).toList();
    }
}
