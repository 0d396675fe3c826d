package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.ServerMessage.Digest;
import dev.xeocontext.sync.digest.Questions;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** For tests in which nobody asks about records. */
final class NoQuestions implements Questions {

    @Override
    public Uni<Digest> digest(@Nullable String ref, UUID storeId, String collection) {
        throw new AssertionError("nobody asks");
    }

    @Override
    public Uni<Digest> leaf(@Nullable String ref, UUID storeId, String collection, int leaf) {
        throw new AssertionError("nobody asks");
    }

    @Override
    public Uni<FetchPage> fetch(
            @Nullable String ref, UUID storeId, String collection, Set<UUID> ids, @Nullable UUID after) {
        throw new AssertionError("nobody asks");
    }
}
