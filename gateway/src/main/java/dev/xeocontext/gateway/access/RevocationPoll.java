package dev.xeocontext.gateway.access;

import dev.xeocontext.contracts.event.RevokedSessions;
import dev.xeocontext.contracts.event.SessionRevoked;
import java.time.InstantSource;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Asks what was revoked since the last time, again and again, from as long before the start on as a token may be accepted. While
 * identity-service is away, what is known stays known; its next answer tells what was missed. Requests do not wait for the
 * first answer.
 */
final class RevocationPoll implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationPoll.class);

    private final LongFunction<Mono<RevokedSessions>> source;
    private final RevokedSessionIds ids;
    private final RevocationConfig config;

    private volatile long since;
    private volatile @Nullable String trouble;
    private volatile @Nullable Disposable running;

    /** @param source what was revoked since a moment, Unix time in milliseconds */
    RevocationPoll(
            LongFunction<Mono<RevokedSessions>> source,
            RevokedSessionIds ids,
            RevocationConfig config,
            InstantSource time) {
        this.source = source;
        this.ids = ids;
        this.config = config;
        this.since = time.instant().minus(ids.keptFor()).toEpochMilli();
    }

    @Override
    public void start() {
        if (config.hasSecret()) {
            running = poll().repeatWhen(answered -> answered.delayElements(config.poll()))
                    .subscribe();
        } else {
            LOG.warn("XEO_INTERNAL_SECRET is not set: the gateway does not hear of revoked sessions");
        }
    }

    @Override
    public void stop() {
        Disposable poll = running;
        if (poll != null) {
            poll.dispose();
            running = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    /** Asks once. Never fails. */
    Mono<Void> poll() {
        return Mono.defer(() -> source.apply(since))
                .doOnNext(this::answered)
                .doOnError(this::failed)
                .onErrorComplete()
                .then();
    }

    /** It says itself what to ask for next, also when its clock was put back: whoever is told of twice does no harm. */
    private void answered(RevokedSessions answer) {
        ids.addAll(answer.sessions().stream().map(SessionRevoked::sessionId).toList());
        since = answer.asOf();
        if (trouble != null) {
            LOG.info("Revoked sessions are heard of again");
            trouble = null;
        }
    }

    /** Said once for each reason, and not for each attempt. */
    private void failed(Throwable failure) {
        String reason = failure.toString();
        if (!reason.equals(trouble)) {
            LOG.warn("Revoked sessions are not heard of, and those that are known stay: {}", reason);
            trouble = reason;
        }
    }
}
