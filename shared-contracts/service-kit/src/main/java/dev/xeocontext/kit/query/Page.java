package dev.xeocontext.kit.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param nextCursor where the next one begins; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
        return new Page<>(items.stream().<R>map(mapper).toList(), nextCursor);
    }

    /** The answer, with a {@code Link} to the next page; relative, because the gateway has another address. */
    public Response answer(UriInfo request) {
        Response.ResponseBuilder response = Response.ok(this);
        if (nextCursor != null) {
            String next = request.getRequestUriBuilder()
                    .replaceQueryParam("cursor", nextCursor)
                    .build()
                    .getRawQuery();
            response.header("Link", '<' + request.getPath() + '?' + next + ">; rel=\"next\"");
        }
        return response.build();
    }
}
