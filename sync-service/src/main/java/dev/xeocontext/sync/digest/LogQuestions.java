package dev.xeocontext.sync.digest;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.sync.feed.Frames;
import dev.xeocontext.sync.log.LogConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers from the log. */
@Singleton
class LogQuestions implements Questions {

    /** So many ids and hashes fit a frame of the default size. */
    static final int LEAF_RECORDS = 16_384;

    private final Digests digests;
    private final RecordRepository records;
    private final Deadline deadline;

    LogQuestions(Digests digests, RecordRepository records, Deadlines deadlines, LogConfig config) {
        this.digests = digests;
        this.records = records;
        this.deadline = deadlines.of("question", config.answerTimeout());
    }

    @Override
    public Uni<ServerMessage.Digest> digest(@Nullable String ref, UUID storeId, String collection) {
        return deadline.on(digests.of(storeId, collection)).map(found -> {
            List<LeafSum> leaves = IntStream.range(0, Digest.LEAVES)
                    .mapToObj(leaf -> LeafSum.of(found.digest().leaf(leaf)))
                    .toList();
            LeafSum root = LeafSum.of(found.digest().root());
            return new ServerMessage.Digest(
                    ref, storeId, collection, found.asOf(), found.purgedBefore(), root, leaves, null, null);
        });
    }

    @Override
    public Uni<ServerMessage.Digest> leaf(@Nullable String ref, UUID storeId, String collection, int leaf) {
        return deadline.on(records.leaf(storeId, collection, leaf, LEAF_RECORDS))
                .map(found -> {
                    if (found.more()) {
                        throw new ProblemException(
                                ProblemCode.TOO_LARGE, "The leaf is larger than a frame; read a snapshot");
                    }
                    return new ServerMessage.Digest(
                            ref,
                            storeId,
                            collection,
                            found.asOf(),
                            found.purgedBefore(),
                            null,
                            null,
                            leaf,
                            found.hashes());
                });
    }

    @Override
    public Uni<FetchPage> fetch(
            @Nullable String ref, UUID storeId, String collection, Set<UUID> ids, @Nullable UUID after) {
        return deadline.on(records.records(storeId, collection, ids, after)).map(page -> {
            UUID next = page.more() ? page.records().getLast().id() : null;
            String frame =
                    Frames.fetched(ref, storeId, page.asOf(), page.records(), next == null ? null : next.toString());
            return new FetchPage(frame, next);
        });
    }
}
