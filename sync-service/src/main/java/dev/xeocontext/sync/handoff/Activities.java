package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.Activity;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Granted;
import dev.xeocontext.sync.handoff.ActivityRecords.Seen;
import dev.xeocontext.sync.handoff.Drafts.About;
import dev.xeocontext.sync.handoff.Drafts.Told;
import dev.xeocontext.sync.presence.Online;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What devices do about the activities of their store. Whom it concerns is told by notices, on whatever replica. Everything
 * fails with {@link ProblemException}: {@link ProblemCode#VALIDATION_FAILED} and {@link ProblemCode#TOO_LARGE} with pointers
 * into the message, {@link ProblemCode#NOT_FOUND} for an activity that is over, {@link ProblemCode#ACTIVITY_MOVED}, {@link
 * ProblemCode#RATE_LIMITED}, {@link ProblemCode#UNAVAILABLE} when Redis is away. A state that is refused because it comes late is in the history by then.
 */
@Singleton
public class Activities {

    private final Steps steps;
    private final Online online;
    private final Drafts drafts;
    private final ClaimWatch claims;
    private final Allowance allowance;
    private final KnownActivities known;

    Activities(
            Steps steps, Online online, Drafts drafts, ClaimWatch claims, Allowance allowance, KnownActivities known) {
        this.steps = steps;
        this.online = online;
        this.drafts = drafts;
        this.claims = claims;
        this.allowance = allowance;
        this.known = known;
    }

    /**
     * Begins an activity on a device, or tells how far it is; answers the version. {@link ProblemCode#RATE_LIMITED} when the
     * store has as many as it may have.
     */
    public Uni<Long> publish(UUID storeId, UUID deviceId, ClientMessage.Draft draft) {
        return publishing(storeId, deviceId, draft).map(Activity::version);
    }

    /** The same; answers how the activity stands. */
    Uni<Activity> publishing(UUID storeId, UUID deviceId, ClientMessage.Draft draft) {
        return allowed(deviceId, () -> {
            Told told = drafts.told(draft);
            Handoff rules = steps.rules(storeId);
            return steps.take(
                            storeId,
                            told.id(),
                            (held, now) ->
                                    rules.publish(held, told.id(), told.content(), told.version(), deviceId, now))
                    .map(Activities::activity);
        });
    }

    /**
     * Asks for an activity, for the device that asks or another one that is connected. Empty when it is pending: the device
     * that has it is asked for it, and {@link Granted} follows as a notice.
     */
    public Uni<Optional<Granted>> claim(UUID storeId, UUID deviceId, ClientMessage.Claim claim) {
        return allowed(deviceId, () -> {
            About about = drafts.about(claim.activityId(), claim.version());
            UUID claimant = claim.deviceId() == null ? deviceId : claim.deviceId();
            return isThere(storeId, deviceId, claimant)
                    .invoke(Activities::refuseAway)
                    .chain(() -> steps.look(storeId, about.id()))
                    .chain(seen -> isHolderThere(storeId, seen.held(), claimant)
                            .chain(there -> claim(storeId, seen, about, claimant, deviceId, there)))
                    .map(seen -> answer(storeId, seen, claimant, claim.ref()));
        });
    }

    private Uni<Seen> claim(UUID storeId, Seen seen, About about, UUID claimant, UUID asker, boolean holderIsThere) {
        Handoff rules = steps.rules(storeId);
        return steps.take(
                storeId, seen, (held, now) -> rules.claim(held, about.version(), claimant, asker, holderIsThere, now));
    }

    private Optional<Granted> answer(UUID storeId, Seen seen, UUID claimant, @Nullable String ref) {
        Held held = there(seen);
        if (held.claim() != null) {
            claims.watch(storeId, held.id(), held.claim().until() - seen.now());
        }
        return held.isHeldBy(claimant)
                ? Optional.of(steps.rules(storeId).granted(held, ref, seen.now()))
                : Optional.empty();
    }

    /**
     * Lets go of an activity, for whoever waits for it or a device that is connected and named, or for nobody; answers the
     * version that it has then.
     */
    public Uni<Long> release(UUID storeId, UUID deviceId, ClientMessage.Release release) {
        return releasing(storeId, deviceId, release).map(Activity::version);
    }

    /** The same; answers how the activity stands. */
    Uni<Activity> releasing(UUID storeId, UUID deviceId, ClientMessage.Release release) {
        return allowed(deviceId, () -> {
            About about = drafts.about(release.activityId(), release.version());
            @Nullable Map<String, @Nullable Object> state = drafts.state(release.state());
            @Nullable UUID to = release.deviceId();
            if (deviceId.equals(to)) {
                Problem.Fault fault = new Problem.Fault("/deviceId", "is this device");
                throw new ProblemException(ProblemCode.VALIDATION_FAILED, null, List.of(fault));
            }
            Handoff rules = steps.rules(storeId);
            return isThere(storeId, deviceId, to == null ? deviceId : to)
                    .chain(there -> steps.take(
                            storeId,
                            about.id(),
                            (held, now) ->
                                    rules.release(held, about.id(), about.version(), deviceId, state, to, there, now)))
                    .map(Activities::activity);
        });
    }

    /** Ends an activity, wherever it is. */
    public Uni<Void> end(UUID storeId, ClientMessage.End end) {
        return allowed(storeId, () -> {
            About about = drafts.about(end.activityId(), end.version());
            Handoff rules = steps.rules(storeId);
            return steps.take(storeId, about.id(), (held, now) -> rules.end(held, about.version()))
                    .replaceWithVoid();
        });
    }

    /** The activities of a store, the one that changed last first. */
    public Uni<List<Activity>> of(UUID storeId) {
        return steps.lookAtAll(storeId)
                .invoke(all -> all.forEach(seen -> told(storeId, seen)))
                .map(all -> all.stream().map(Activities::activity).toList());
    }

    /** Whoever reads them is to be told when they are lost. */
    private void told(UUID storeId, Seen seen) {
        Held held = there(seen);
        long left = steps.rules(storeId).overAt(held) - seen.now();
        known.told(storeId, held.id(), held.version(), left);
    }

    /** One of them; fails with {@link ProblemCode#NOT_FOUND} when there is none. */
    Uni<Activity> one(UUID storeId, UUID id) {
        return steps.look(storeId, id).map(Activities::activity);
    }

    /** Fails with what it throws; what is done about a store by nobody in particular counts for the store. */
    private <T> Uni<T> allowed(UUID who, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            allowance.take(who);
            return work.get();
        });
    }

    /** Whoever asks is there. */
    private Uni<Boolean> isThere(UUID storeId, UUID asker, UUID device) {
        return asker.equals(device) ? Uni.createFrom().item(true) : online.isOnline(storeId, device);
    }

    private static void refuseAway(boolean isThere) {
        if (!isThere) {
            throw Steps.away();
        }
    }

    /** A device of which that is not known is asked; that costs the release time at most. */
    private Uni<Boolean> isHolderThere(UUID storeId, @Nullable Held held, UUID claimant) {
        return held == null || held.holder() == null || held.isHeldBy(claimant)
                ? Uni.createFrom().item(true)
                : online.isOnline(storeId, held.holder()).onFailure().recoverWithItem(true);
    }

    private static Activity activity(Seen seen) {
        return there(seen).activity(seen.now());
    }

    private static Held there(Seen seen) {
        Held held = seen.held();
        if (held == null) {
            throw new ProblemException(ProblemCode.NOT_FOUND, null);
        }
        return held;
    }
}
