package dev.xeocontext.identity.key;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.access.KeySetSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jspecify.annotations.Nullable;

/**
 * The keys that this replica knows, read again every minute: since a new key is published long before it signs, every
 * replica publishes it by the time that one uses it.
 */
@ApplicationScoped
public class SigningKeys implements KeySetSource {

    private final KeyStore store;

    private volatile @Nullable KeyRing ring;

    SigningKeys(KeyStore store) {
        this.store = store;
    }

    /** The key to sign with now. */
    public Uni<SigningKey> current() {
        return ring().map(store::current);
    }

    /** What tokens are checked with, here and by other services. */
    @Override
    public Uni<String> keySet() {
        return ring().map(KeyRing::published);
    }

    /**
     * Comes before whoever asks for the key set at start. A service without keys, or with keys that it can't open, must
     * not start.
     */
    void loadAtStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent started) throws Throwable {
        VertxContextSupport.subscribeAndAwait(this::refresh);
    }

    @Scheduled(every = "${xeo.keys.refresh}", delayed = "${xeo.keys.refresh}")
    Uni<Void> refresh() {
        return store.turn().invoke(read -> ring = read).replaceWithVoid();
    }

    private Uni<KeyRing> ring() {
        KeyRing known = ring;
        return known == null
                ? Uni.createFrom().failure(new ProblemException(ProblemCode.UNAVAILABLE, null))
                : Uni.createFrom().item(known);
    }
}
