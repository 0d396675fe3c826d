package dev.xeocontext.identity.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a refresh token that is shown while its session is open.
 *
 * <pre>
 *   current ──────────────────────────▶ Rotate: a new one takes its place
 *   replaced, by the current one,
 *     less than the grace ago ────────▶ Repeat: the answer was lost, say it again; the session doesn't fork
 *   replaced otherwise ───────────────▶ Reuse: two hold it, so one of them stole it
 * </pre>
 */
sealed interface Rotation {

    record Rotate(RefreshToken current) implements Rotation {}

    record Repeat(RefreshToken presented) implements Rotation {}

    record Reuse() implements Rotation {}

    static Rotation of(RefreshToken presented, @Nullable RefreshToken current, Instant now, Duration grace) {
        @Nullable Instant replacedAt = presented.replacedAt();
        if (replacedAt == null) {
            return new Rotate(presented);
        }
        boolean byCurrent = current != null && current.hash().equals(presented.replacedBy());
        return byCurrent && now.isBefore(replacedAt.plus(grace)) ? new Repeat(presented) : new Reuse();
    }
}
