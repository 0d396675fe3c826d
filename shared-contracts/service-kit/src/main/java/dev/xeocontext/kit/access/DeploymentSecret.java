package dev.xeocontext.kit.access;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What the services of a deployment know each other by when they call on behalf of no user. It opens what is marked
 * {@code @RolesAllowed(DeploymentSecret.ROLE)}, and nothing else; a service that was given none opens none of that.
 */
@Singleton
public final class DeploymentSecret {

    /** The header that it travels in. */
    public static final String HEADER = "Xeo-Deployment-Secret";

    /** The role of who knows it. */
    public static final String ROLE = "service";

    private final Optional<String> secret;

    DeploymentSecret(AccessConfig config) {
        this.secret = config.deploymentSecret();
    }

    /** The secret, for calls to other services; empty when none is configured. */
    public Optional<String> value() {
        return secret;
    }

    /** Compares in a time that does not tell how much of it is right. */
    boolean isRight(String shown) {
        return secret.filter(known -> MessageDigest.isEqual(bytes(known), bytes(shown)))
                .isPresent();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
