package dev.xeocontext.identity.key;

import java.time.Instant;
import java.util.List;

/**
 * The keys as of one reading of the database.
 *
 * @param starts when each of the keys starts to sign, in order
 * @param keys in the same order
 * @param published the public halves, as an RFC 7517 key set
 */
record KeyRing(List<Instant> starts, List<SigningKey> keys, String published) {

    SigningKey current(KeyTurns turns, Instant now) {
        return keys.get(turns.current(starts, now));
    }
}
