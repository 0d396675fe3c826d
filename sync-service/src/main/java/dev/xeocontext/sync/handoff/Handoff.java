package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.handoff.Step.Becomes;
import dev.xeocontext.sync.handoff.Step.Refusal;
import dev.xeocontext.sync.handoff.Step.Refused;
import dev.xeocontext.sync.handoff.Step.Stays;
import dev.xeocontext.sync.notice.Audience;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a store's activities: pure functions of an activity, of what is done, and of the time.
 *
 * <pre>
 *                  publish
 *   (none) -----------------------&gt; held, version 1
 *
 *   held        -- claim ----------&gt; held and claimed      its device is asked to let go of it
 *   held        -- claim ----------&gt; held, version + 1     its device isn't there
 *   held        -- release --------&gt; let go of             the version stays
 *   let go of   -- claim ----------&gt; held, version + 1
 *   claimed     -- release --------&gt; held, version + 1     with the state that came along
 *   claimed     -- the deadline ---&gt; held, version + 1     with the state that was told last
 *   any         -- end, 24 h ------&gt; (none)
 * </pre>
 *
 * <p>The version is a fence: it grows with every move from device to device, and with nothing else. Whoever does something
 * names the version that it saw, and what was seen before the last move counts no more. What is {@link #due} is to be done
 * before anything else.
 *
 * @param releaseTime how long a device that has an activity may take to let go of it
 * @param lifetime how long an activity is kept after its last change
 */
record Handoff(UUID storeId, Duration releaseTime, Duration lifetime) {

    /** What time has brought: the activity is over, or it is taken from a device that didn't let go of it. */
    Optional<Becomes> due(Held held, long now) {
        if (now >= overAt(held)) {
            return Optional.of(over(held));
        }
        Held.Claim claim = held.claim();
        return claim == null || now < claim.until()
                ? Optional.empty()
                : Optional.of(moves(held, claim.deviceId(), null, now));
    }

    /** When it is over unless something changes. */
    long overAt(Held held) {
        return held.changedAt() + lifetime.toMillis();
    }

    /**
     * A device begins an activity, or tells how far it is.
     *
     * @param version 0 to begin it; the same once more changes nothing
     */
    Step publish(@Nullable Held held, UUID id, Content content, long version, UUID device, long now) {
        Past late = Past.late(id, version, device, content, now);
        if (held == null) {
            return version == 0
                    ? tells(Held.begun(id, content, device, now), device, now)
                    : new Refused(Refusal.UNKNOWN, Optional.of(late));
        }
        if (version == 0 && held.version() == 1 && held.isHeldBy(device) && content.equals(held.content())) {
            return new Stays(held);
        }
        return held.version() == version && held.isHeldBy(device)
                ? tells(held.told(content, now), device, now)
                : new Refused(refusal(held, version), Optional.of(late));
    }

    /**
     * An activity is wanted on a device. Granted when it is there after the step, pending when the device waits.
     *
     * @param asker who wants it there; who is not told of what it is answered
     * @param holderIsThere whether the device that has it can be asked to let go of it
     */
    Step claim(@Nullable Held held, long version, UUID device, UUID asker, boolean holderIsThere, long now) {
        if (held == null) {
            return new Refused(Refusal.UNKNOWN, Optional.empty());
        }
        boolean grantedBefore = held.isHeldBy(device) && held.version() == version + 1 && version > 0;
        boolean hasItAlready = held.isHeldBy(device) && held.version() == version;
        if (grantedBefore || hasItAlready) {
            return new Stays(held);
        }
        if (held.version() != version) {
            return new Refused(Refusal.STALE, Optional.empty());
        }
        if (held.claim() != null) {
            return held.claim().deviceId().equals(device)
                    ? new Stays(held)
                    : new Refused(Refusal.TAKEN, Optional.empty());
        }
        UUID holder = held.holder();
        return holder == null || !holderIsThere ? moves(held, device, asker, now) : asks(held, holder, device, now);
    }

    /**
     * A device lets go of an activity.
     *
     * @param state the last one; {@code null} when it told that before
     * @param to who shall have it; whoever waits for it, or nobody, when {@code null}
     * @param toIsThere whether that device is connected
     */
    Step release(
            @Nullable Held held,
            UUID id,
            long version,
            UUID device,
            @Nullable Map<String, @Nullable Object> state,
            @Nullable UUID to,
            boolean toIsThere,
            long now) {
        if (held == null) {
            return new Refused(
                    Refusal.UNKNOWN, Optional.ofNullable(state).map(told -> Past.late(id, version, device, told, now)));
        }
        if (isReleasedBefore(held, version, device, state)) {
            return new Stays(held);
        }
        if (held.version() != version || !held.isHeldBy(device)) {
            Optional<Past> late = Optional.ofNullable(state)
                    .map(told -> Past.late(id, version, device, held.content().withState(told), now));
            return new Refused(refusal(held, version), late);
        }
        if (to != null && !toIsThere) {
            return new Refused(Refusal.AWAY, Optional.empty());
        }
        Held last = state == null ? held : held.told(held.content().withState(state), now);
        @Nullable UUID next = to == null && last.claim() != null ? last.claim().deviceId() : to;
        return next == null ? tells(last.released(device, now), device, now) : moves(last, next, null, now);
    }

    /** The answer to the first one was lost. */
    private static boolean isReleasedBefore(
            Held held, long version, UUID device, @Nullable Map<String, @Nullable Object> state) {
        boolean toNobody = held.version() == version && device.equals(held.releasedBy());
        boolean toSomebody = held.version() == version + 1 && device.equals(held.from());
        return (toNobody || toSomebody)
                && (state == null || state.equals(held.content().state()));
    }

    /** An activity is over, wherever it is. */
    Step end(@Nullable Held held, long version) {
        if (held == null) {
            return new Refused(Refusal.UNKNOWN, Optional.empty());
        }
        return held.version() == version ? over(held) : new Refused(Refusal.STALE, Optional.empty());
    }

    /** It makes room for others. */
    Becomes over(Held held) {
        ServerMessage expired = new ServerMessage.Expired(storeId, held.id(), held.version());
        return new Becomes(null, List.of(new Telling(new Audience.Everyone(), expired)), Optional.of(Past.ended(held)));
    }

    /** What a device is told that an activity came to. */
    ServerMessage.Granted granted(Held held, @Nullable String ref, long now) {
        return new ServerMessage.Granted(ref, storeId, held.id(), held.version(), held.activity(now), held.from());
    }

    private Step tells(Held next, UUID device, long now) {
        ServerMessage offered = new ServerMessage.Offered(storeId, next.id(), next.version(), next.activity(now));
        return new Becomes(next, List.of(new Telling(new Audience.Others(device), offered)), Optional.empty());
    }

    private Step asks(Held held, UUID holder, UUID claimant, long now) {
        Held next = held.claimed(claimant, now + releaseTime.toMillis(), now);
        ServerMessage request = new ServerMessage.ReleaseRequested(
                storeId, held.id(), held.version(), claimant, releaseTime.toMillis());
        return new Becomes(next, List.of(new Telling(new Audience.Only(holder), request)), Optional.empty());
    }

    private Becomes moves(Held held, UUID to, @Nullable UUID asker, long now) {
        Held next = held.moved(to, now);
        ServerMessage moved = new ServerMessage.Claimed(storeId, held.id(), next.version(), to, next.activity(now));
        Telling claimed = new Telling(new Audience.Others(to), moved);
        Telling granted = new Telling(new Audience.Only(to), granted(next, null, now));
        return new Becomes(
                next,
                to.equals(asker) ? List.of(claimed) : List.of(granted, claimed),
                Optional.of(Past.moved(held, to)));
    }

    private static Refusal refusal(Held held, long version) {
        return held.version() == version ? Refusal.TAKEN : Refusal.STALE;
    }
}
