package dev.xeocontext.kit.query;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The part of a listing that is asked for.
 *
 * @param sort name of an order, after a {@code -} to turn it round
 * @param limit most items of a page
 * @param cursor {@code nextCursor} of the page before
 */
public record PageRequest(
        @Parameter(description = "Name of an order; with a - in front, descending") @QueryParam("sort") @Nullable
        String sort,

        @Parameter(description = "Most items of a page, 1 to 200; 50 unless given") @QueryParam("limit") @Nullable
        Integer limit,

        @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable
        String cursor) {}
