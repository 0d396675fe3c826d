package dev.xeocontext.sync.fallback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.ClientMessage.Subscribe;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What a pull asks for, as it came. */
record PullParameters(
        @Parameter(description = "Names of collections, separated by commas", required = true)
        @QueryParam("collections")
        @Nullable
        String collections,

        @Parameter(description = "The personal store when left out") @QueryParam("storeId") @Nullable
        String storeId,

        @Parameter(description = "A filter, as JSON: docs/specs/sync-protocol.md, section 4")
        @QueryParam("where")
        @Nullable
        String where,

        @Parameter(description = "cursor of the answer before") @QueryParam("cursor") @Nullable
        String cursor,

        @Parameter(description = "next of the answer before, which goes before a cursor") @QueryParam("next") @Nullable
        String next,

        @Parameter(description = "About how many records and events to answer with, 1 to 5000; 1000 unless given")
        @QueryParam("limit")
        @Nullable
        String limit,

        @Parameter(description = "How many seconds to wait for something to happen, 0 to 30; 0 unless given")
        @QueryParam("wait")
        @Nullable
        String seconds) {

    /** The subscription of every pull. */
    static final String SUB = "pull";

    private static final int DEFAULT_LIMIT = 1_000;

    /** As the message that a socket would bring. */
    Subscribe subscribe(ObjectMapper json) {
        List<String> names =
                collections == null || collections.isEmpty() ? List.of() : List.of(collections.split(",", -1));
        return new Subscribe(null, SUB, store(), names, filter(json), cursor, next);
    }

    int items(int most) {
        return number("limit", limit, DEFAULT_LIMIT, 1, most);
    }

    Duration waiting(Duration longest) {
        return Duration.ofSeconds(number("wait", seconds, 0, 0, (int) longest.toSeconds()));
    }

    private @Nullable UUID store() {
        try {
            return storeId == null ? null : UUID.fromString(storeId);
        } catch (IllegalArgumentException e) {
            throw fault("storeId", "is not a UUID");
        }
    }

    private @Nullable Object filter(ObjectMapper json) {
        try {
            return where == null ? null : json.readValue(where, Object.class);
        } catch (JsonProcessingException e) {
            throw fault("where", "is not JSON");
        }
    }

    private static int number(String name, @Nullable String text, int unlessGiven, int least, int most) {
        if (text == null) {
            return Math.min(unlessGiven, most);
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw fault(name, "is not a number");
        }
        throw fault(name, "is not between %d and %d".formatted(least, most));
    }

    private static ProblemException fault(String name, String detail) {
        return new ProblemException(
                ProblemCode.INVALID_PARAMETER, null, List.of(new Problem.Fault('#' + name, detail)));
    }
}
