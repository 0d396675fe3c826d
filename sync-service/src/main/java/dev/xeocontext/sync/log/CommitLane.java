package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Appends for some partitions, one transaction at a time: whatever comes while one runs shares the next. So the log takes
 * more events a second the more there are, and events of a store stay in the order in which they were handed over.
 *
 * <p>When the database refuses a group, its halves are tried by themselves, until what it refuses stands alone: one event,
 * whose submission is refused while the events beside it are in the log. Any other failure is the failure of everyone in
 * the group. Safe for use by several threads.
 */
final class CommitLane {

    /** Bounds of a lane: of one transaction, and of what waits. */
    record Bounds(int groupEvents, int groupBytes, int waitingEvents, int waitingBytes) {}

    private record Submission(List<NewEvent> events, int bytes, UniEmitter<? super Void> caller) {

        static Submission of(List<NewEvent> events, UniEmitter<? super Void> caller) {
            int bytes =
                    events.stream().mapToInt(event -> event.change().bytes()).sum();
            return new Submission(events, bytes, caller);
        }
    }

    private final EventLog log;
    private final CommitListener listener;
    private final Predicate<Throwable> isRefusal;
    private final Bounds bounds;
    private final Executor executor;

    private final Deque<Submission> waiting = new ArrayDeque<>();
    private int waitingEvents;
    private long waitingBytes;
    private boolean busy;

    /** @param executor where transactions start: an event loop of the lane's own */
    CommitLane(
            EventLog log, CommitListener listener, Predicate<Throwable> isRefusal, Bounds bounds, Executor executor) {
        this.log = log;
        this.listener = listener;
        this.isRefusal = isRefusal;
        this.bounds = bounds;
        this.executor = executor;
    }

    /**
     * Appends the events; the answer comes when they are committed. Fails with {@link EventsRefused}, or with
     * {@link ProblemCode#UNAVAILABLE} when too much is waiting already.
     */
    Uni<Void> append(List<NewEvent> events) {
        return Uni.createFrom().emitter(caller -> submit(Submission.of(events, caller)));
    }

    /** How many events wait for their transaction. */
    synchronized int waiting() {
        return waitingEvents;
    }

    private void submit(Submission submission) {
        boolean taken;
        boolean first;
        synchronized (this) {
            taken = waiting.isEmpty() || fits(submission);
            first = taken && !busy;
            if (taken) {
                waiting.add(submission);
                waitingEvents += submission.events().size();
                waitingBytes += submission.bytes();
                busy = true;
            }
        }
        if (!taken) {
            submission.caller().fail(new ProblemException(ProblemCode.UNAVAILABLE, "The log is behind"));
        } else if (first) {
            executor.execute(this::commitNext);
        }
    }

    private boolean fits(Submission submission) {
        return waitingEvents + submission.events().size() <= bounds.waitingEvents()
                && waitingBytes + submission.bytes() <= bounds.waitingBytes();
    }

    private void commitNext() {
        List<Submission> group = nextGroup();
        if (!group.isEmpty()) {
            commit(group).subscribe().with(done -> commitNext());
        }
    }

    private synchronized List<Submission> nextGroup() {
        List<Submission> group = new ArrayList<>();
        int events = 0;
        int bytes = 0;
        while (!waiting.isEmpty()) {
            Submission next = waiting.element();
            events += next.events().size();
            bytes += next.bytes();
            if (!group.isEmpty() && (events > bounds.groupEvents() || bytes > bounds.groupBytes())) {
                break;
            }
            group.add(waiting.remove());
            waitingEvents -= next.events().size();
            waitingBytes -= next.bytes();
        }
        busy = !group.isEmpty();
        return group;
    }

    /** Commits, and answers everyone in the group. Never fails itself. */
    private Uni<Void> commit(List<Submission> group) {
        List<NewEvent> events =
                group.stream().flatMap(one -> one.events().stream()).toList();
        return Uni.createFrom()
                .deferred(() -> log.append(events))
                .onItem()
                .invoke(appended -> succeed(group, appended))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> recover(group, failure));
    }

    private void succeed(List<Submission> group, List<Appended> appended) {
        if (!appended.isEmpty()) {
            listener.committed(appended);
        }
        group.forEach(one -> one.caller().complete(null));
    }

    private Uni<Void> recover(List<Submission> group, Throwable failure) {
        if (!isRefusal.test(failure)) {
            group.forEach(one -> one.caller().fail(failure));
            return Uni.createFrom().voidItem();
        }
        if (group.size() == 1) {
            Submission refused = group.getFirst();
            return salvage(refused.events())
                    .invoke(() -> refused.caller().fail(new EventsRefused(failure)))
                    .onFailure()
                    .recoverWithItem(other -> {
                        refused.caller().fail(other);
                        return null;
                    });
        }
        int half = group.size() / 2;
        return commit(group.subList(0, half)).chain(() -> commit(group.subList(half, group.size())));
    }

    /** Appends what can be appended of events that the database refused together. */
    private Uni<Void> salvage(List<NewEvent> refused) {
        if (refused.size() == 1) {
            return Uni.createFrom().voidItem();
        }
        int half = refused.size() / 2;
        return salvagePart(refused.subList(0, half)).chain(() -> salvagePart(refused.subList(half, refused.size())));
    }

    private Uni<Void> salvagePart(List<NewEvent> events) {
        return log.append(events)
                .invoke(appended -> {
                    if (!appended.isEmpty()) {
                        listener.committed(appended);
                    }
                })
                .replaceWithVoid()
                .onFailure(isRefusal)
                .recoverWithUni(() -> salvage(events));
    }
}
