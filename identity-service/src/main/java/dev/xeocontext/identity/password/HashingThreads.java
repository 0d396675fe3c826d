package dev.xeocontext.identity.password;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** A few threads for what would hold up an event loop, with a line that can be full. */
@ApplicationScoped
class HashingThreads {

    private final WorkerExecutor workers;
    private final Semaphore places;

    @Inject
    HashingThreads(Vertx vertx, PasswordConfig config) {
        this(vertx, config.concurrency(), config.queue());
    }

    HashingThreads(Vertx vertx, int concurrency, int queue) {
        this.workers = vertx.createSharedWorkerExecutor("argon2id", concurrency);
        this.places = new Semaphore(concurrency + queue);
    }

    /**
     * Runs the work on one of the threads and answers on the caller's context.
     *
     * <p>Fails with {@link ProblemCode#UNAVAILABLE} at once when too many are waiting already.
     */
    <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().deferred(() -> {
            if (!places.tryAcquire()) {
                return Uni.createFrom()
                        .failure(new ProblemException(ProblemCode.UNAVAILABLE, "Too many sign-ins at once"));
            }
            return workers.executeBlocking(work, false).onTermination().invoke(places::release);
        });
    }
}
