package dev.xeocontext.identity.session;

import dev.xeocontext.identity.account.UserView;
import java.util.UUID;

/**
 * What a device holds after signing in.
 *
 * @param expiresIn seconds that the access token is good for
 */
record TokenAnswer(
        String accessToken,
        String refreshToken,
        String tokenType,
        long expiresIn,
        UserView user,
        UUID sessionId,
        UUID deviceId) {

    /** Without the tokens: this may end up in a log. */
    @Override
    public String toString() {
        return "TokenAnswer[" + sessionId + "]";
    }
}
