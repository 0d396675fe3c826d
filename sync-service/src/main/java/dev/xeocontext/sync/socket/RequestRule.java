package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.kit.access.Caller;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What may be asked about the records of a store. */
final class RequestRule {

    /** Most ids of one fetch. */
    static final int MAX_IDS = 1_000;

    private RequestRule() {}

    /** What is wrong with it; {@code null} when nothing is. */
    static @Nullable Problem fault(ClientMessage.Digest message, Caller caller, Predicate<String> knownCollection) {
        Integer leaf = message.leaf();
        if (leaf != null && (leaf < 0 || leaf >= Digest.LEAVES)) {
            return Failures.malformed("/leaf", "is not a number from 0 to 255");
        }
        return fault(message.storeId(), message.collection(), caller, knownCollection);
    }

    /** What is wrong with it; {@code null} when nothing is. */
    static @Nullable Problem fault(ClientMessage.Fetch message, Caller caller, Predicate<String> knownCollection) {
        List<@Nullable UUID> ids = message.ids();
        if (ids == null) {
            return Failures.malformed("/ids", "is missing");
        }
        if (ids.size() > MAX_IDS) {
            return Problem.of(ProblemCode.TOO_LARGE, "At most " + MAX_IDS + " ids in a fetch");
        }
        int missing = ids.indexOf(null);
        if (missing >= 0) {
            return Failures.malformed("/ids/" + missing, "is not an id");
        }
        return fault(message.storeId(), message.collection(), caller, knownCollection);
    }

    private static @Nullable Problem fault(
            @Nullable UUID storeId, @Nullable String collection, Caller caller, Predicate<String> knownCollection) {
        if (collection == null) {
            return Failures.malformed("/collection", "is missing");
        }
        if (storeId != null && !storeId.equals(caller.storeId())) {
            return Problem.of(ProblemCode.FOREIGN_STORE, null);
        }
        if (!knownCollection.test(collection)) {
            Problem.Fault fault = new Problem.Fault("/collection", "is not known");
            return Problem.of(ProblemCode.UNKNOWN_COLLECTION, null, List.of(fault));
        }
        return null;
    }
}
