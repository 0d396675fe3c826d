package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.op.OpReader;
import dev.xeocontext.kit.query.Page;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which part of a history is asked for. */
record HistoryParameters(
        @Parameter(description = "Most states of a page, 1 to 100; 50 unless given") @QueryParam("limit") @Nullable
        Integer limit,

        @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable
        String cursor) {

    private static final int MOST = 100;
    private static final int UNLESS_GIVEN = 50;

    int size() {
        int size = limit == null ? UNLESS_GIVEN : limit;
        if (size < 1 || size > MOST) {
            throw fault("#limit", "is not between 1 and " + MOST);
        }
        return size;
    }

    @Nullable
    UUID before() {
        if (cursor == null) {
            return null;
        }
        UUID id = OpReader.uuid(cursor);
        if (id == null) {
            throw fault("#cursor", "is not one of this listing");
        }
        return id;
    }

    /** @param states one more than a page has, if there are as many */
    Page<PastState> page(List<PastState> states) {
        int size = size();
        if (states.size() <= size) {
            return new Page<>(states, null);
        }
        List<PastState> items = states.subList(0, size);
        return new Page<>(items, items.getLast().id().toString());
    }

    private static ProblemException fault(String pointer, String detail) {
        return new ProblemException(ProblemCode.INVALID_PARAMETER, null, List.of(new Problem.Fault(pointer, detail)));
    }
}
