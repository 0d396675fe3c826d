package dev.xeocontext.identity.key;

import java.security.PrivateKey;

/**
 * What a token is signed with.
 *
 * @param id the {@code kid} of the token's header
 */
public record SigningKey(String id, PrivateKey privateKey) {

    /** Without the key: this may end up in a log. */
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
