package dev.xeocontext.sync.handoff;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.sync.Activity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An activity as Redis holds it. All times are Redis's, Unix time in milliseconds.
 *
 * @param version from 1, one more with each move from device to device
 * @param holder where it is; absent when it was let go of
 * @param from where it was before the last move; absent when it was nowhere
 * @param releasedBy who let go of it; absent when somebody has it
 * @param claim absent when nobody waits for it
 * @param toldAt when the state was told
 * @param changedAt when anything of it changed
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Held(
        UUID id,
        Content content,
        long version,
        @Nullable UUID holder,
        @Nullable UUID from,
        @Nullable UUID releasedBy,
        @Nullable Claim claim,
        long toldAt,
        long changedAt) {

    /**
     * Somebody waits for it.
     *
     * @param until when it is taken from whoever has it
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Claim(UUID deviceId, long until) {}

    static Held begun(UUID id, Content content, UUID holder, long now) {
        return new Held(id, content, 1, holder, null, null, null, now, now);
    }

    Held told(Content told, long now) {
        return new Held(id, told, version, holder, from, releasedBy, claim, now, now);
    }

    Held claimed(UUID deviceId, long until, long now) {
        return new Held(id, content, version, holder, from, releasedBy, new Claim(deviceId, until), toldAt, now);
    }

    Held released(UUID by, long now) {
        return new Held(id, content, version, null, null, by, null, toldAt, now);
    }

    Held moved(UUID to, long now) {
        return new Held(id, content, version + 1, to, holder, null, null, toldAt, now);
    }

    /** Whether nothing is missing that a reader of JSON may find missing. */
    @JsonIgnore
    boolean isWhole() {
        return id != null && version > 0 && content != null && content.state() != null;
    }

    /** The same, with a state that equals the one that was told: a parser may read other numbers. */
    Held normalized() {
        Content normal = content.withState(JsonValues.normalizeObject(content.state()));
        return new Held(id, normal, version, holder, from, releasedBy, claim, toldAt, changedAt);
    }

    boolean isHeldBy(UUID deviceId) {
        return deviceId.equals(holder);
    }

    /** Who had it last, if nobody has it now. */
    @Nullable
    UUID lastHolder() {
        return holder == null ? releasedBy : holder;
    }

    Activity activity(long now) {
        return new Activity(
                id,
                content.kind(),
                content.resource(),
                content.title(),
                content.state(),
                version,
                holder,
                Math.max(0, now - toldAt));
    }
}
