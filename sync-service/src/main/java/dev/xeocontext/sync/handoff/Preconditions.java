package dev.xeocontext.sync.handoff;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions of activities as tags: {@code "7"}. */
final class Preconditions {

    private static final Pattern TAG = Pattern.compile("\"([1-9][0-9]{0,17})\"");

    private Preconditions() {}

    static String tag(long version) {
        return '"' + Long.toString(version) + '"';
    }

    /** The version that is named by {@code If-Match}, which has to be there. */
    static long version(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw fault("If-Match", "is missing");
        }
        Matcher tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw fault("If-Match", "is not the tag of one version");
        }
        return Long.parseLong(tag.group(1));
    }

    /** The version under which something is told; 0 to begin it. */
    static long version(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return ifMatch == null ? 0 : version(ifMatch);
        }
        if (ifMatch != null || !ifNoneMatch.strip().equals("*")) {
            throw fault("If-None-Match", "is * or left out, and not together with If-Match");
        }
        return 0;
    }

    private static ProblemException fault(String header, String detail) {
        return new ProblemException(
                ProblemCode.INVALID_PARAMETER, null, List.of(new Problem.Fault('#' + header, detail)));
    }
}
