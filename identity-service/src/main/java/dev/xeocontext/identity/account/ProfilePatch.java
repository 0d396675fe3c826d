package dev.xeocontext.identity.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.text.WellFormed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON merge patch (RFC 7396) of what people may change about themselves.
 *
 * @param renames whether the patch names the display name at all
 * @param displayName null to take the name away
 */
record ProfilePatch(boolean renames, @Nullable String displayName) {

    static final int MAX_NAME = 100;

    private static final String DISPLAY_NAME = "displayName";

    /**
     * @throws ProblemException that names everything that can't be changed, or not to that
     */
    static ProfilePatch parse(@Nullable JsonNode document) {
        if (document == null || !document.isObject()) {
            throw new ProblemException(ProblemCode.MALFORMED_BODY, "A merge patch is a JSON object");
        }
        List<Problem.Fault> faults = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            if (!member.getKey().equals(DISPLAY_NAME)) {
                faults.add(new Problem.Fault(pointer(member.getKey()), "can't be changed"));
            } else if (!isName(member.getValue())) {
                faults.add(new Problem.Fault(
                        pointer(DISPLAY_NAME), "must be null or text of 1 to " + MAX_NAME + " characters"));
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(ProblemCode.VALIDATION_FAILED, null, faults);
        }
        return new ProfilePatch(
                document.has(DISPLAY_NAME), document.path(DISPLAY_NAME).textValue());
    }

    private static boolean isName(JsonNode value) {
        @Nullable String text = value.textValue();
        return value.isNull()
                || (text != null
                        && !text.isBlank()
                        && text.codePointCount(0, text.length()) <= MAX_NAME
                        && WellFormed.isWellFormed(text));
    }

    private static String pointer(String member) {
        return "/" + member.replace("~", "~0").replace("/", "~1");
    }

    void applyTo(Account account) {
        if (renames) {
            account.rename(displayName);
        }
    }
}
