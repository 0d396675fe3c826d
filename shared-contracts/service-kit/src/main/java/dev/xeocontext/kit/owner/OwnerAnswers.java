package dev.xeocontext.kit.owner;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.contracts.owner.OwnerLeaf;
import dev.xeocontext.contracts.owner.OwnerQuestion;
import dev.xeocontext.contracts.owner.OwnerRecords;
import dev.xeocontext.kit.purge.Retention;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers questions about records, or refuses those that make no sense with a problem that says why. */
final class OwnerAnswers {

    private static final int MAX_IDS = 1_000;

    /** Millis of a clock have 48 bits. */
    private static final long LAST_MOMENT = (1L << 48) - 1;

    private final Map<String, CollectionRepository> collections;
    private final Retention retention;

    /** @param collections by their names */
    OwnerAnswers(Map<String, CollectionRepository> collections, Retention retention) {
        this.collections = collections;
        this.retention = retention;
    }

    Uni<OwnerDigest> digest(@Nullable OwnerQuestion asked) {
        OwnerQuestion question = complete(asked);
        return collection(question).digest(question.storeId(), boundary(question));
    }

    Uni<OwnerLeaf> leaf(@Nullable OwnerQuestion asked) {
        OwnerQuestion question = complete(asked);
        @Nullable Integer leaf = question.leaf();
        if (leaf == null || leaf < 0 || leaf >= Digest.LEAVES) {
            throw invalid("/leaf", "must be from 0 to " + (Digest.LEAVES - 1));
        }
        return collection(question).leaf(question.storeId(), boundary(question), leaf);
    }

    Uni<OwnerRecords> fetch(@Nullable OwnerQuestion asked) {
        OwnerQuestion question = complete(asked);
        @Nullable List<UUID> ids = question.ids();
        if (ids == null) {
            throw invalid("/ids", "is required");
        }
        if (ids.size() > MAX_IDS) {
            throw new ProblemException(ProblemCode.TOO_LARGE, "At most " + MAX_IDS + " ids at a time");
        }
        return collection(question).fetch(question.storeId(), ids);
    }

    @SuppressWarnings("NullAway") // what came over the wire may lack anything
    private static OwnerQuestion complete(@Nullable OwnerQuestion question) {
        if (question == null || question.storeId() == null || question.collection() == null) {
            throw new ProblemException(ProblemCode.MALFORMED_BODY, "storeId and collection are required");
        }
        return question;
    }

    private CollectionRepository collection(OwnerQuestion question) {
        @Nullable CollectionRepository collection = collections.get(question.collection());
        if (collection == null) {
            throw new ProblemException(ProblemCode.UNKNOWN_COLLECTION, question.collection());
        }
        return collection;
    }

    private long boundary(OwnerQuestion question) {
        if (question.purgedBefore() < 0 || question.purgedBefore() > LAST_MOMENT) {
            throw invalid("/purgedBefore", "must be a time that a clock can show");
        }
        return Math.max(question.purgedBefore(), retention.boundary());
    }

    private static ProblemException invalid(String pointer, String detail) {
        return new ProblemException(ProblemCode.VALIDATION_FAILED, null, List.of(new Problem.Fault(pointer, detail)));
    }
}
