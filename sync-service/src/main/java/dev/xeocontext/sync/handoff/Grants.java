package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.Activity;
import dev.xeocontext.contracts.sync.ClientMessage.Claim;
import dev.xeocontext.contracts.sync.ServerMessage.Granted;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/** Claims for whoever has no socket to be told on, and waits. It looks now and then: no replica has to be heard for it. */
@Singleton
class Grants {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Activities activities;
    private final HandoffConfig config;
    private final Vertx vertx;

    Grants(Activities activities, HandoffConfig config, Vertx vertx) {
        this.activities = activities;
        this.config = config;
        this.vertx = vertx;
    }

    /** The activity once it is on the device; fails as {@link Activities#claim} does. */
    Uni<Activity> claim(UUID storeId, UUID deviceId, UUID activityId, long version, UUID claimant) {
        Claim claim = new Claim(null, storeId, activityId, version, claimant);
        long looks = config.releaseTime().plus(TOLERANCE).dividedBy(PAUSE);
        return activities
                .claim(storeId, deviceId, claim)
                .chain(granted -> granted.map(Granted::activity)
                        .map(activity -> Uni.createFrom().item(activity))
                        .orElseGet(() -> granted(storeId, activityId, version, claimant, looks)));
    }

    private Uni<Activity> granted(UUID storeId, UUID activityId, long version, UUID claimant, long looks) {
        return pause().chain(() -> activities.one(storeId, activityId)).chain(activity -> {
            if (claimant.equals(activity.deviceId())) {
                return Uni.createFrom().item(activity);
            }
            if (activity.version() > version) {
                return Uni.createFrom().failure(new Conflict(false));
            }
            return looks > 0
                    ? granted(storeId, activityId, version, claimant, looks - 1)
                    : Uni.createFrom().failure(new ProblemException(ProblemCode.UNAVAILABLE, "Not granted in time"));
        });
    }

    private Uni<Void> pause() {
        return Uni.createFrom().emitter(emitter -> {
            long timer = vertx.setTimer(PAUSE.toMillis(), ignored -> emitter.complete(null));
            emitter.onTermination(() -> vertx.cancelTimer(timer));
        });
    }
}
