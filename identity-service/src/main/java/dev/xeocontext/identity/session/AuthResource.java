package dev.xeocontext.identity.session;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.access.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

@Path("/v1/auth")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "auth")
class AuthResource {

    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    private final Registration registration;
    private final SignIn signIn;
    private final Refresh refresh;
    private final SignOut signOut;
    private final TokenAnswers answers;
    private final CurrentCaller caller;

    AuthResource(
            Registration registration,
            SignIn signIn,
            Refresh refresh,
            SignOut signOut,
            TokenAnswers answers,
            CurrentCaller caller) {
        this.registration = registration;
        this.signIn = signIn;
        this.refresh = refresh;
        this.signOut = signOut;
        this.answers = answers;
        this.caller = caller;
    }

    @POST
    @Path("/register")
    @PermitAll
    @ResponseStatus(CREATED)
    @Cache(noStore = true)
    @Operation(operationId = "register", summary = "Open an account and sign in")
    public Uni<TokenAnswer> register(@NotNull @Valid RegisterRequest body) {
        return registration.register(body).chain(answers::of);
    }

    @POST
    @Path("/login")
    @PermitAll
    @Cache(noStore = true)
    @Operation(operationId = "login", summary = "Sign in with email and password")
    public Uni<TokenAnswer> login(@NotNull @Valid LoginRequest body) {
        return signIn.signIn(body).chain(answers::of);
    }

    @POST
    @Path("/refresh")
    @PermitAll
    @Cache(noStore = true)
    @Operation(operationId = "refresh", summary = "Exchange a refresh token for the next one and an access token")
    public Uni<TokenAnswer> refresh(@NotNull @Valid RefreshRequest body) {
        return secret(body.refreshToken())
                .map(refresh::refresh)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(open -> open.orElseThrow(() -> new ProblemException(ProblemCode.INVALID_TOKEN, null)))
                .chain(answers::of);
    }

    @POST
    @Path("/logout")
    @Authenticated
    @ResponseStatus(NO_CONTENT)
    @Operation(operationId = "logout", summary = "Sign out")
    public Uni<Void> logout(@Nullable @Valid LogoutRequest body) {
        return signOut.signOut(caller.get(), secret(body == null ? null : body.refreshToken()));
    }

    private static Optional<RefreshSecret> secret(@Nullable String text) {
        return Optional.ofNullable(text).flatMap(RefreshSecret::parse);
    }
}
