package dev.xeocontext.identity.token;

import java.time.Duration;

/**
 * A signed token.
 *
 * @param value the JWT
 * @param liveFor how long it is good from now
 */
public record AccessToken(String value, Duration liveFor) {

    /** Without the token: this may end up in a log. */
    @Override
    public String toString() {
        return "AccessToken[" + liveFor + "]";
    }
}
