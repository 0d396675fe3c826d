package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.sync.ClientMessage.Push;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import dev.xeocontext.sync.push.Pushes;
import dev.xeocontext.sync.push.RateLimit;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pushes of one connection: one after the other, so that later ops never overtake earlier ones, and few enough at a
 * time that a device cannot fill the server's memory. For the loop of the socket.
 */
final class PushQueue {

    private static final Problem TOO_MANY = Problem.of(ProblemCode.RATE_LIMITED, "Too many pushes without an answer");

    private final Parts parts;
    private final Standing standing;
    private final Executor loop;
    private final Consumer<Ack> answer;
    private final RateLimit rate;
    private final Queue<Push> waiting = new ArrayDeque<>();
    private boolean busy;

    PushQueue(Parts parts, Standing standing, Executor loop, Consumer<Ack> answer) {
        this.parts = parts;
        this.standing = standing;
        this.loop = loop;
        this.answer = answer;
        this.rate = new RateLimit(parts.limits().opsPerSecond(), parts.limits().opsPerSecond(), parts.time());
    }

    boolean isEmpty() {
        return !busy && waiting.isEmpty();
    }

    void add(Push push) {
        int unanswered = waiting.size() + (busy ? 1 : 0);
        if (unanswered >= parts.limits().inFlightPushes()) {
            answer.accept(new Ack(push.ref(), Pushes.retryAll(ops(push), TOO_MANY)));
        } else {
            waiting.add(push);
            next();
        }
    }

    private void next() {
        Push push = busy ? null : waiting.poll();
        if (push == null) {
            return;
        }
        busy = true;
        apply(push).emitOn(loop).subscribe().with(results -> answered(push, results));
    }

    private Uni<List<OpResult>> apply(Push push) {
        Session session = standing.session();
        UUID storeId = push.storeId() == null ? session.caller().storeId() : push.storeId();
        return parts.pusher()
                .push(session.caller(), session.token(), new OpBatch(storeId, ops(push), push.atomic()), rate);
    }

    private void answered(Push push, List<OpResult> results) {
        busy = false;
        answer.accept(new Ack(push.ref(), results));
        next();
    }

    /** Drops what nobody waits for any more. */
    void clear() {
        waiting.clear();
    }

    private static List<@Nullable Object> ops(Push push) {
        return push.ops() == null ? List.of() : push.ops();
    }
}
