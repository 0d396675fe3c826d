package dev.xeocontext.identity.key;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When keys come and go. A key signs from its start until the start of the next; it is published from the moment it is
 * made until the last token that it signed has long expired.
 *
 * @param signFor how long a key signs
 * @param publishAhead how long it is known before it signs
 * @param publishAfter how long it is known after it signed
 */
record KeyTurns(Duration signFor, Duration publishAhead, Duration publishAfter) {

    /** When a key that is to be made now starts to sign; empty when none is needed yet. */
    Optional<Instant> nextStart(List<Instant> starts, Instant now) {
        if (starts.isEmpty()) {
            return Optional.of(now);
        }
        Instant due = starts.getLast().plus(signFor);
        Instant earliest = now.plus(publishAhead);
        if (earliest.isBefore(due)) {
            return Optional.empty();
        }
        return Optional.of(earliest);
    }

    /** Which of the starts, in order, is that of the key that signs now; the first one where clocks disagree. */
    int current(List<Instant> starts, Instant now) {
        int current = 0;
        for (int i = 1; i < starts.size(); i++) {
            if (!starts.get(i).isAfter(now)) {
                current = i;
            }
        }
        return current;
    }

    /** How many of the oldest keys nobody needs any more. */
    int expired(List<Instant> starts, Instant now) {
        int expired = 0;
        for (int i = 1; i < starts.size(); i++) {
            if (starts.get(i).plus(publishAfter).isBefore(now)) {
                expired = i;
            }
        }
        return expired;
    }
}
