package dev.xeocontext.identity.session;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class DeviceRepository implements PanacheRepositoryBase<Device, DeviceKey> {

    /** Somebody's devices, those that were seen last first. */
    Uni<List<Device>> of(UUID userId, int most) {
        return find("key.userId = ?1 and removedAt is null order by lastSeenAt desc, key.id", userId)
                .page(0, most)
                .list();
    }

    /** Null in the answer when it is none of theirs, or was taken off the list. */
    Uni<@Nullable Device> listed(DeviceKey key) {
        return find("key.userId = ?1 and key.id = ?2 and removedAt is null", key.userId(), key.id())
                .firstResult();
    }
}
