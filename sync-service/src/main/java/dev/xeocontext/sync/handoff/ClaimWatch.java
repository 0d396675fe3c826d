package dev.xeocontext.sync.handoff;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks at activities when their claims are due, so that they are granted though nobody else looks. Whoever looks first
 * grants, here or elsewhere; what is forgotten with a replica is granted by the others.
 */
@Singleton
class ClaimWatch {

    private static final Logger LOG = Logger.getLogger(ClaimWatch.class);

    private static final int MOST_TRIES = 30;
    private static final long PAUSE_MILLIS = 1_000;

    private final Steps steps;
    private final Vertx vertx;

    ClaimWatch(Steps steps, Vertx vertx) {
        this.steps = steps;
        this.vertx = vertx;
    }

    /** Looks after so many milliseconds, and again as long as somebody waits or Redis is away. */
    void watch(UUID storeId, UUID activityId, long millis) {
        watch(storeId, activityId, millis, MOST_TRIES);
    }

    private void watch(UUID storeId, UUID activityId, long millis, int tries) {
        if (tries > 0) {
            vertx.setTimer(Math.max(1, millis), timer -> look(storeId, activityId, tries));
        }
    }

    private void look(UUID storeId, UUID activityId, int tries) {
        Uni<Long> left = steps.look(storeId, activityId).map(ClaimWatch::millisLeft);
        left.subscribe()
                .with(
                        millis -> {
                            if (millis > 0) {
                                watch(storeId, activityId, millis, tries - 1);
                            }
                        },
                        failure -> {
                            LOG.debugf("A claim is granted later: %s", failure);
                            watch(storeId, activityId, PAUSE_MILLIS, tries - 1);
                        });
    }

    private static long millisLeft(ActivityRecords.Seen seen) {
        Held held = seen.held();
        return held == null || held.claim() == null ? 0 : held.claim().until() - seen.now();
    }
}
