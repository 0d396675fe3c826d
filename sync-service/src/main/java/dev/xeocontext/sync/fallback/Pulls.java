package dev.xeocontext.sync.fallback;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.feed.SubscriptionRequest;
import dev.xeocontext.sync.revoke.RevocationListener;
import dev.xeocontext.sync.revoke.RevokedSessionIds;
import dev.xeocontext.sync.socket.MessageWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The pulls that are under way, not too many of them, and none of a session that is revoked. Safe for use by several threads. */
@Singleton
class Pulls implements RevocationListener {

    private final Feeds feeds;
    private final MessageWriter writer;
    private final ObjectMapper json;
    private final FallbackConfig config;
    private final RevokedSessionIds revoked;
    private final Vertx vertx;
    private final Map<UUID, Set<Pull>> bySession = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile boolean stopping;

    Pulls(
            Feeds feeds,
            MessageWriter writer,
            ObjectMapper json,
            FallbackConfig config,
            RevokedSessionIds revoked,
            Vertx vertx,
            MeterRegistry meters) {
        this.feeds = feeds;
        this.writer = writer;
        this.json = json;
        this.config = config;
        this.revoked = revoked;
        this.vertx = vertx;
        meters.gauge("xeo.sync.pulls", this, Pulls::size);
    }

    /**
     * What there is for the request, or what comes within the time. To be subscribed to on an event loop.
     *
     * <p>Fails with {@link ProblemCode#RATE_LIMITED} when there are too many, {@link ProblemCode#UNAVAILABLE} when nothing
     * could be read in time, {@link ProblemCode#SESSION_REVOKED} as soon as the session is.
     */
    Uni<PullAnswer> pull(UUID sessionId, SubscriptionRequest request, int items, Duration wait) {
        return Uni.createFrom().emitter(emitter -> begin(sessionId, request, items, wait, emitter));
    }

    private void begin(
            UUID sessionId,
            SubscriptionRequest request,
            int items,
            Duration wait,
            UniEmitter<? super PullAnswer> answer) {
        Context context = vertx.getOrCreateContext();
        Pull pull = new Pull(
                task -> context.runOnContext(ignored -> task.run()),
                (delay, task) -> startTimer(context, delay, task),
                new Collected(json, items, config.answerBytes()),
                wait,
                answer,
                ended -> remove(sessionId, ended));
        if (!add(sessionId, pull)) {
            answer.fail(new ProblemException(ProblemCode.RATE_LIMITED, "Too many pulls at a time"));
            return;
        }
        answer.onTermination(pull::finish);
        pull.loop()
                .execute(() -> pull.begin(
                        outlet -> feeds.subscribe(request, outlet, writer::write, outlet), config.patience()));
        if (revoked.contains(sessionId)) {
            revoked(Set.of(sessionId));
        }
        if (stopping) {
            pull.fail(new ProblemException(ProblemCode.UNAVAILABLE, "This replica goes away"));
        }
    }

    private Runnable startTimer(Context context, Duration delay, Runnable task) {
        long id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> context.runOnContext(none -> task.run()));
        return () -> vertx.cancelTimer(id);
    }

    /** Says no by returning false. The total is met about. */
    private boolean add(UUID sessionId, Pull pull) {
        boolean[] added = new boolean[1];
        boolean room = size() < config.pulls();
        bySession.compute(sessionId, (id, before) -> {
            Set<Pull> pulls = before == null ? new HashSet<>() : before;
            added[0] = room && pulls.size() < config.pullsPerSession() && pulls.add(pull);
            return pulls.isEmpty() ? null : pulls;
        });
        if (added[0]) {
            size.incrementAndGet();
        }
        return added[0];
    }

    private void remove(UUID sessionId, Pull pull) {
        size.decrementAndGet();
        bySession.computeIfPresent(sessionId, (id, pulls) -> pulls.remove(pull) && pulls.isEmpty() ? null : pulls);
    }

    int size() {
        return size.get();
    }

    @Override
    public void revoked(Set<UUID> sessionIds) {
        for (UUID sessionId : sessionIds) {
            of(sessionId).forEach(pull -> pull.fail(new ProblemException(ProblemCode.SESSION_REVOKED, null)));
        }
    }

    /** Nobody waits at a replica that goes away. */
    void stop(@Observes ShutdownDelayInitiatedEvent goodbye) {
        stopping = true;
        bySession.keySet().forEach(sessionId -> of(sessionId).forEach(Pull::finish));
    }

    private List<Pull> of(UUID sessionId) {
        List<Pull> found = new ArrayList<>();
        bySession.computeIfPresent(sessionId, (id, pulls) -> {
            found.addAll(pulls);
            return pulls;
        });
        return found;
    }
}
