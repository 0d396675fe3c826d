package dev.xeocontext.kit.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.PublicKey;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Says whom an access token speaks for. Requests and sockets ask here, so that one rule holds for both. A token that
 * was good is remembered until it expires: its signature is checked once.
 */
@ApplicationScoped
public class AccessTokens {

    private final TokenCheck check;
    private final KnownKeys keys;
    private final Cache<String, Caller> verified;

    AccessTokens(AccessConfig config, KeySetSource source, InstantSource time) {
        this.check = new TokenCheck(config.issuer(), config.audience(), config.clockTolerance(), time);
        this.keys = new KnownKeys(source, time, config.unknownKeyPause(), config.failurePause());
        this.verified = Caffeine.newBuilder()
                .maximumSize(config.rememberedTokens())
                .expireAfterWrite(config.rememberFor())
                .build();
    }

    /**
     * The caller that the token names. Never blocks; asks for the key set when the token names an unknown key.
     *
     * <p>Fails with a {@link ProblemException}: {@link ProblemCode#INVALID_TOKEN}, {@link ProblemCode#TOKEN_EXPIRED}, or
     * {@link ProblemCode#UNAVAILABLE} while no key set has ever been loaded.
     */
    public Uni<Caller> verify(String token) {
        @Nullable Caller known = verified.getIfPresent(token);
        if (known != null) {
            return check.isCurrent(known)
                    ? Uni.createFrom().item(known)
                    : Uni.createFrom().failure(TokenCheck.expired());
        }
        return Uni.createFrom()
                .item(() -> check.keyId(token))
                .chain(keyId -> onCallersContext(keys.find(keyId)))
                .map(key -> checked(token, key))
                .invoke(caller -> verified.put(token, caller));
    }

    /** A fetch is shared: without this, all who wait for it would go on in the context of who began it. */
    private static <T extends @Nullable Object> Uni<T> onCallersContext(Uni<T> uni) {
        @Nullable Context context = Vertx.currentContext();
        return context == null ? uni : uni.emitOn(command -> resume(context, command));
    }

    private static void resume(Context context, Runnable command) {
        if (context.equals(Vertx.currentContext())) {
            command.run();
        } else {
            context.runOnContext(ignored -> command.run());
        }
    }

    private Caller checked(String token, @Nullable PublicKey key) {
        if (key == null) {
            throw TokenCheck.invalid();
        }
        return check.check(token, key);
    }

    void loadAtStart(@Observes StartupEvent started) {
        keys.refresh().subscribe().with(done -> {});
    }

    @Scheduled(every = "${xeo.access.key-set-refresh}", delayed = "${xeo.access.key-set-refresh}")
    Uni<Void> refreshKeys() {
        return keys.refresh();
    }
}
