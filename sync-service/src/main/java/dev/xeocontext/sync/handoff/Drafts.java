package dev.xeocontext.sync.handoff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.json.InvalidJsonValue;
import dev.xeocontext.contracts.json.JsonValues;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.kit.text.WellFormed;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What devices may say of activities. Whatever is wrong has a JSON pointer into the message; fails with {@link
 * ProblemCode#VALIDATION_FAILED}, or {@link ProblemCode#TOO_LARGE} for a state.
 */
@Singleton
class Drafts {

    private static final int MOST_CHARACTERS = 200;
    private static final String ACTIVITY = "/activity";

    private final ObjectMapper json;
    private final int stateBytes;

    Drafts(ObjectMapper json, HandoffConfig config) {
        this.json = json;
        this.stateBytes = config.stateBytes();
    }

    /** A message about an activity that is there. */
    record About(UUID id, long version) {}

    /** A message that begins an activity or tells how far it is; version 0 when it begins it. */
    record Told(UUID id, long version, Content content) {}

    Told told(ClientMessage.Draft draft) {
        List<Problem.Fault> faults = new ArrayList<>();
        check(draft.id() != null, ACTIVITY + "/id", "is missing", faults);
        checkText(draft.kind(), ACTIVITY + "/kind", faults);
        checkText(draft.resource(), ACTIVITY + "/resource", faults);
        if (draft.title() != null && !draft.title().isEmpty()) {
            checkText(draft.title(), ACTIVITY + "/title", faults);
        }
        long version = draft.version() == null ? 0 : draft.version();
        check(version >= 0, ACTIVITY + "/version", "is not a version", faults);
        Map<String, @Nullable Object> state = state(draft.state(), ACTIVITY + "/state", faults);
        refuse(faults);
        return new Told(
                known(draft.id()),
                version,
                new Content(known(draft.kind()), known(draft.resource()), draft.title(), state));
    }

    About about(@Nullable UUID id, @Nullable Long version) {
        List<Problem.Fault> faults = new ArrayList<>();
        check(id != null, "/activityId", "is missing", faults);
        check(version != null, "/version", "is missing", faults);
        check(version == null || version > 0, "/version", "is not a version", faults);
        refuse(faults);
        return new About(known(id), known(version));
    }

    /** A state as it can be kept; {@code null} stays {@code null}. */
    @Nullable
    Map<String, @Nullable Object> state(@Nullable Map<String, @Nullable Object> told) {
        List<Problem.Fault> faults = new ArrayList<>();
        Map<String, @Nullable Object> state = state(told, "/state", faults);
        refuse(faults);
        return told == null ? null : state;
    }

    private Map<String, @Nullable Object> state(
            @Nullable Map<String, @Nullable Object> told, String pointer, List<Problem.Fault> faults) {
        if (told == null) {
            return Map.of();
        }
        try {
            Map<String, @Nullable Object> state = JsonValues.normalizeObject(told);
            if (json.writeValueAsBytes(state).length > stateBytes) {
                Problem.Fault fault = new Problem.Fault(pointer, "has more than " + stateBytes + " bytes");
                throw new ProblemException(ProblemCode.TOO_LARGE, null, List.of(fault));
            }
            return state;
        } catch (InvalidJsonValue e) {
            faults.add(new Problem.Fault(pointer + e.pointer(), String.valueOf(e.getMessage())));
            return Map.of();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every JSON value can be written", e);
        }
    }

    private static void checkText(@Nullable String text, String pointer, List<Problem.Fault> faults) {
        if (text == null || text.isEmpty()) {
            faults.add(new Problem.Fault(pointer, "is missing"));
        } else {
            int length = text.codePointCount(0, text.length());
            check(length <= MOST_CHARACTERS, pointer, "has more than " + MOST_CHARACTERS + " characters", faults);
            check(WellFormed.isWellFormed(text), pointer, "contains U+0000 or half a surrogate pair", faults);
        }
    }

    private static void check(boolean holds, String pointer, String otherwise, List<Problem.Fault> faults) {
        if (!holds) {
            faults.add(new Problem.Fault(pointer, otherwise));
        }
    }

    private static void refuse(List<Problem.Fault> faults) {
        if (!faults.isEmpty()) {
            throw new ProblemException(ProblemCode.VALIDATION_FAILED, null, faults);
        }
    }

    private static <T> T known(@Nullable T checked) {
        if (checked == null) {
            throw new IllegalStateException("what is missing was refused");
        }
        return checked;
    }
}
