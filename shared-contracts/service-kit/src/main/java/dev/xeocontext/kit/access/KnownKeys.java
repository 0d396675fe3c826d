package dev.xeocontext.kit.access;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.smallrye.mutiny.Uni;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The signers' keys by id. A key set that was loaded once stays good while its source is away. Fetches are shared:
 * whoever asks during one waits for the same answer. Safe for use by several threads; nothing blocks.
 */
final class KnownKeys {

    private static final Logger LOG = Logger.getLogger(KnownKeys.class);

    private final KeySetSource source;
    private final InstantSource time;
    private final Duration pause;
    private final Duration failurePause;

    private volatile @Nullable Map<String, PublicKey> keys;
    private Instant notBefore = Instant.MIN;
    private @Nullable Uni<Void> fetching;

    /**
     * @param pause unknown key ids make the source be asked at most this often
     * @param failurePause the same after an attempt that failed
     */
    KnownKeys(KeySetSource source, InstantSource time, Duration pause, Duration failurePause) {
        this.source = source;
        this.time = time;
        this.pause = pause;
        this.failurePause = failurePause;
    }

    /**
     * The key of that id; null in the answer when nobody knows it.
     *
     * <p>Fails with {@link ProblemCode#UNAVAILABLE} when no key set was ever loaded.
     */
    Uni<@Nullable PublicKey> find(String keyId) {
        Map<String, PublicKey> known = keys;
        PublicKey key = known == null ? null : known.get(keyId);
        if (key != null) {
            return Uni.createFrom().item(key);
        }
        return refreshUnlessRecent().map(done -> {
            Map<String, PublicKey> fetched = keys;
            if (fetched == null) {
                throw new ProblemException(ProblemCode.UNAVAILABLE, "Tokens cannot be checked at the moment");
            }
            return fetched.get(keyId);
        });
    }

    /** Asks the source now. Never fails: what was known before stays known. */
    synchronized Uni<Void> refresh() {
        Uni<Void> running = fetching;
        if (running != null) {
            return running;
        }
        Uni<Void> started = source.keySet()
                .map(KnownKeys::parse)
                .onItemOrFailure()
                .<Void>transform(this::fetched)
                .memoize()
                .indefinitely();
        fetching = started;
        return started;
    }

    private synchronized Uni<Void> refreshUnlessRecent() {
        boolean recent = fetching == null && time.instant().isBefore(notBefore);
        return recent ? Uni.createFrom().voidItem() : refresh();
    }

    private synchronized @Nullable Void fetched(@Nullable Map<String, PublicKey> answer, @Nullable Throwable failure) {
        if (answer == null) {
            LOG.warnf("The key set could not be loaded: %s", failure);
        } else {
            keys = answer;
        }
        notBefore = time.instant().plus(answer == null ? failurePause : pause);
        fetching = null;
        return null;
    }

    private static Map<String, PublicKey> parse(String json) {
        try {
            Map<String, PublicKey> byId = new HashMap<>();
            for (JsonWebKey key : new JsonWebKeySet(json).getJsonWebKeys()) {
                if (key instanceof EllipticCurveJsonWebKey ec && key.getKeyId() != null) {
                    byId.put(key.getKeyId(), ec.getECPublicKey());
                }
            }
            return Map.copyOf(byId);
        } catch (JoseException e) {
            throw new IllegalArgumentException("not a key set", e);
        }
    }
}
