package dev.xeocontext.identity.key;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

@Path("/.well-known/jwks.json")
@PermitAll
@Tag(name = "keys")
class KeySetResource {

    private final SigningKeys keys;

    KeySetResource(SigningKeys keys) {
        this.keys = keys;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "keySet", summary = "The keys that access tokens are checked with (RFC 7517)")
    public Uni<RestResponse<String>> get() {
        return keys.keySet()
                .map(json -> ResponseBuilder.ok(json)
                        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=60")
                        .build());
    }
}
