package dev.xeocontext.sync.background;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Work that is done about many things every now and then, some at a time. */
public final class Rounds {

    private static final int BATCH = 200;

    private Rounds() {}

    /**
     * One round. Never fails: what fails ends the round, and is left to the next one.
     *
     * @param work done about some of them once it is done about those before
     * @param meanwhile what is the case then, for the log
     */
    public static <T> Uni<Void> over(
            Supplier<Stream<T>> things, Function<List<T>, Uni<? extends Void>> work, Logger log, String meanwhile) {
        Uni<Void> round = Multi.createFrom()
                .items(things)
                .group()
                .intoLists()
                .of(BATCH)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last()
                .replaceWithVoid();
        return orElseLog(round, log, meanwhile);
    }

    /**
     * Does some of what is to be done until less than a whole batch was there to do.
     *
     * @param some answers how much it did
     */
    public static Uni<Void> whileFull(Supplier<Uni<? extends Integer>> some, int batch) {
        return Multi.createBy()
                .repeating()
                .uni(some)
                .whilst(done -> done == batch)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The work, which never fails: what does is only logged. */
    public static Uni<Void> orElseLog(Uni<Void> work, Logger log, String meanwhile) {
        return work.onFailure()
                .invoke(failure -> log.debugf("%s: %s", meanwhile, failure))
                .onFailure()
                .recoverWithNull();
    }
}
