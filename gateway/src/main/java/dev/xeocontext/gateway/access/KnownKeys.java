package dev.xeocontext.gateway.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.SignedJWT;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The keys that tokens are checked with. A key set that was fetched once stays good while its source is away. An unknown
 * key id makes it be fetched anew, but only so often, and once for all who wait; so does age, in the background.
 */
final class KnownKeys {

    private static final Logger LOG = LoggerFactory.getLogger(KnownKeys.class);

    private final Supplier<Mono<JWKSet>> source;
    private final InstantSource time;
    private final Duration maxAge;
    private final Duration pause;
    private final Duration failurePause;

    private volatile @Nullable JWKSet known;
    private volatile Instant staleFrom = Instant.MIN;
    private Instant notBefore = Instant.MIN;
    private @Nullable Mono<Void> fetching;

    KnownKeys(Supplier<Mono<JWKSet>> source, InstantSource time, AccessConfig config) {
        this.source = source;
        this.time = time;
        this.maxAge = config.keySetRefresh();
        this.pause = config.unknownKeyPause();
        this.failurePause = config.failurePause();
    }

    /**
     * The key that the token names; empty when nobody knows it.
     *
     * <p>Fails with {@link ProblemCode#UNAVAILABLE} when no key set was ever fetched.
     */
    Flux<JWK> of(JWT token) {
        @Nullable
        String keyId = token instanceof SignedJWT signed ? signed.getHeader().getKeyID() : null;
        if (keyId == null) {
            return Flux.empty();
        }
        JWKSet keys = known;
        @Nullable JWK key = keys == null ? null : keys.getKeyByKeyId(keyId);
        if (key == null) {
            return refreshUnlessRecent().thenMany(Flux.defer(() -> fetched(keyId)));
        }
        if (time.instant().isAfter(staleFrom)) {
            refreshUnlessRecent().subscribe();
        }
        return Flux.just(key);
    }

    private Flux<JWK> fetched(String keyId) {
        JWKSet keys = known;
        if (keys == null) {
            return Flux.error(new ProblemException(ProblemCode.UNAVAILABLE, "Tokens cannot be checked at the moment"));
        }
        return Mono.justOrEmpty(keys.getKeyByKeyId(keyId)).flux();
    }

    /** Never fails: what was known before stays known. */
    private synchronized Mono<Void> refreshUnlessRecent() {
        Mono<Void> running = fetching;
        if (running != null) {
            return running;
        }
        if (time.instant().isBefore(notBefore)) {
            return Mono.empty();
        }
        Mono<Void> started = source.get()
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("an empty answer")))
                .doOnNext(this::keep)
                .doOnError(this::failed)
                .onErrorComplete()
                .then()
                .cache();
        fetching = started;
        return started;
    }

    private synchronized void keep(JWKSet keys) {
        known = keys;
        staleFrom = time.instant().plus(maxAge);
        notBefore = time.instant().plus(pause);
        fetching = null;
    }

    private synchronized void failed(Throwable failure) {
        LOG.warn("The key set could not be fetched: {}", failure.toString());
        notBefore = time.instant().plus(failurePause);
        fetching = null;
    }
}
