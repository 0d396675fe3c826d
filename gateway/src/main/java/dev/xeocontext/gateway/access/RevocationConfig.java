package dev.xeocontext.gateway.access;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How sessions that ended before their tokens did are found out, and how many are kept in mind.
 *
 * @param url where identity-service tells of them
 * @param secret of the deployment, which it wants to be shown; empty when there is none, and nobody is asked
 * @param poll how long after an answer it is asked again
 * @param timeout how long an answer may take
 * @param tokenLifetime how long an access token is good for at most: so long a session is kept in mind, and a little for the clocks
 * @param remembered most sessions that are kept in mind; beyond that the oldest are forgotten
 */
@ConfigurationProperties("xeo.access.revocations")
record RevocationConfig(
        URI url, String secret, Duration poll, Duration timeout, Duration tokenLifetime, int remembered) {

    boolean hasSecret() {
        return !secret.isEmpty();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "RevocationConfig[" + url + ']';
    }
}
