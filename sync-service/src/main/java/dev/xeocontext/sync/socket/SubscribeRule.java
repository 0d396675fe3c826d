package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.sync.ClientMessage.Subscribe;
import dev.xeocontext.contracts.sync.InvalidWhere;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.contracts.sync.Where;
import dev.xeocontext.contracts.sync.WhereReader;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.feed.SubscriptionRequest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What may be subscribed to. */
public final class SubscribeRule {

    private static final int MAX_NAME = 128;

    private SubscribeRule() {}

    /** What is wrong with it; {@code null} when nothing is. */
    public static @Nullable Problem fault(Subscribe message, Caller caller, Predicate<String> knownCollection) {
        String sub = message.sub();
        List<@Nullable String> collections = message.collections();
        if (sub == null || sub.isEmpty() || sub.length() > MAX_NAME) {
            return Failures.malformed("/sub", "is not a text of 1 to " + MAX_NAME + " characters");
        }
        if (message.ref() != null && message.ref().length() > MAX_NAME) {
            return Failures.malformed("/ref", "is longer than " + MAX_NAME + " characters");
        }
        if (collections == null || collections.isEmpty()) {
            return Failures.malformed("/collections", "names no collection");
        }
        if (!storeId(message, caller).equals(caller.storeId())) {
            return Problem.of(ProblemCode.FOREIGN_STORE, null);
        }
        for (int i = 0; i < collections.size(); i++) {
            String collection = collections.get(i);
            if (collection == null || !knownCollection.test(collection)) {
                Problem.Fault fault = new Problem.Fault("/collections/" + i, "is not known");
                return Problem.of(ProblemCode.UNKNOWN_COLLECTION, null, List.of(fault));
            }
        }
        return whereFault(message.where(), collections.size());
    }

    private static @Nullable Problem whereFault(@Nullable Object where, int collections) {
        if (where == null) {
            return null;
        }
        if (collections > 1) {
            return Failures.malformed("/collections", "is more than one collection, beside a where");
        }
        try {
            WhereReader.read(where);
            return null;
        } catch (InvalidWhere e) {
            return Failures.malformed("/where" + e.pointer(), e.detail());
        }
    }

    /**
     * What is asked for.
     *
     * @param message without a {@link #fault}
     */
    public static SubscriptionRequest request(Subscribe message, Caller caller) {
        Where where = message.where() == null ? null : WhereReader.read(message.where());
        return new SubscriptionRequest(
                message.ref(),
                Objects.requireNonNull(message.sub()),
                storeId(message, caller),
                caller.deviceId(),
                SubscriptionQuery.of(Objects.requireNonNull(message.collections()), where),
                message.cursor(),
                message.next());
    }

    private static UUID storeId(Subscribe message, Caller caller) {
        return message.storeId() == null ? caller.storeId() : message.storeId();
    }
}
