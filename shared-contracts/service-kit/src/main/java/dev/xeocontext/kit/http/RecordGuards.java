package dev.xeocontext.kit.http;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.op.Guard;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What must hold of a record, under its lock, for a REST write to go on. */
final class RecordGuards {

    private RecordGuards() {}

    /**
     * The record is there to be seen, and is one of those that {@code If-Match} names, if it names any.
     *
     * @param ifMatch the header: strong tags, or {@code *}
     */
    static Guard visible(@Nullable String ifMatch) {
        return held -> {
            if (!held.isVisible()) {
                throw new ProblemException(ProblemCode.NOT_FOUND, null);
            }
            checkMatch(ifMatch, held.hash());
        };
    }

    /** The record is there, deleted or not but not purged, and is one of those that {@code If-Match} names. */
    static Guard known(@Nullable String ifMatch) {
        return held -> {
            if (held.createdAt() == null) {
                throw new ProblemException(ProblemCode.NOT_FOUND, null);
            }
            if (held.isPurged()) {
                throw new ProblemException(ProblemCode.GONE, null);
            }
            checkMatch(ifMatch, held.hash());
        };
    }

    private static void checkMatch(@Nullable String ifMatch, long hash) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return;
        }
        String tag = ETag.of(hash);
        if (Arrays.stream(ifMatch.split(",")).map(String::strip).noneMatch(tag::equals)) {
            throw new ProblemException(ProblemCode.PRECONDITION_FAILED, null);
        }
    }
}
