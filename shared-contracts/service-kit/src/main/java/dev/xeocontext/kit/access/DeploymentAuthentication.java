package dev.xeocontext.kit.access;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes whoever shows the {@link DeploymentSecret} a service: an identity that has its role and is no {@link Caller}, so
 * that it reaches nothing of a user. A token is looked for first.
 */
@Singleton
final class DeploymentAuthentication implements HttpAuthenticationMechanism {

    private final DeploymentSecret secret;

    DeploymentAuthentication(DeploymentSecret secret) {
        this.secret = secret;
    }

    @Override
    public Uni<@Nullable SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        @Nullable String shown = context.request().getHeader(DeploymentSecret.HEADER);
        if (shown == null) {
            return Uni.createFrom().nullItem();
        }
        return secret.isRight(shown)
                ? Uni.createFrom().item(service())
                : Uni.createFrom().failure(new ProblemException(ProblemCode.UNAUTHENTICATED, null));
    }

    private static SecurityIdentity service() {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(DeploymentSecret.ROLE))
                .addRole(DeploymentSecret.ROLE)
                .build();
    }

    /** Left to the mechanism of tokens. */
    @Override
    public Uni<@Nullable ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }

    /** Identities are made here and not by an identity provider. */
    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY - 1;
    }
}
