package dev.xeocontext.sync.presence;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Makes changes in the order in which they come: while some are on their way the others wait, and go together then, so that
 * thousands of devices that come or go at once are a few calls. Safe for use by several threads.
 */
final class ChangeLane {

    private static final Logger LOG = Logger.getLogger(ChangeLane.class);
    private static final int BATCH = 200;

    private record Waiting(Change change, CompletableFuture<Void> done) {}

    private final Function<List<Change>, Uni<Void>> make;
    private final int most;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean busy;

    /** @param most may wait */
    ChangeLane(Function<List<Change>, Uni<Void>> make, int most) {
        this.make = make;
        this.most = most;
    }

    /** Done when it is made; fails with {@link ProblemCode#UNAVAILABLE} when too many wait, or it was not made in time. */
    CompletionStage<Void> add(Change change) {
        Waiting added = new Waiting(change, new CompletableFuture<>());
        boolean begins;
        synchronized (waiting) {
            if (waiting.size() >= most) {
                return CompletableFuture.failedFuture(new ProblemException(ProblemCode.UNAVAILABLE, null));
            }
            waiting.add(added);
            begins = !busy;
            busy = true;
        }
        if (begins) {
            next();
        }
        return added.done();
    }

    int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void next() {
        List<Waiting> batch = take();
        if (!batch.isEmpty()) {
            make.apply(batch.stream().map(Waiting::change).toList())
                    .subscribe()
                    .with(ignored -> over(batch), failure -> failed(batch, failure));
        }
    }

    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        synchronized (waiting) {
            while (batch.size() < BATCH && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            busy = !batch.isEmpty();
        }
        return batch;
    }

    private void over(List<Waiting> batch) {
        batch.forEach(one -> one.done().complete(null));
        next();
    }

    private void failed(List<Waiting> batch, Throwable failure) {
        LOG.debugf("What has become of %d devices is not known: %s", batch.size(), failure);
        batch.forEach(one -> one.done().completeExceptionally(new ProblemException(ProblemCode.UNAVAILABLE, null)));
        next();
    }
}
