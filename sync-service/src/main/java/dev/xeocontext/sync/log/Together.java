package dev.xeocontext.sync.log;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The parts of one append. */
final class Together {

    private Together() {}

    /**
     * Done when all parts are. When several fail, the failure is one of theirs: one that passes, if there is any, so that
     * everything is tried again, and what is refused is refused then.
     */
    static Uni<Void> of(List<Uni<Void>> parts) {
        return switch (parts.size()) {
            case 0 -> Uni.createFrom().voidItem();
            case 1 -> parts.getFirst();
            default ->
                Uni.join()
                        .all(parts)
                        .andCollectFailures()
                        .replaceWithVoid()
                        .onFailure(CompositeException.class)
                        .transform(failure -> one(failure.getCauses()));
        };
    }

    private static Throwable one(List<Throwable> failures) {
        return failures.stream()
                .filter(failure -> !EventsRefused.isRefusal(failure))
                .findFirst()
                .orElse(failures.getFirst());
    }
}
