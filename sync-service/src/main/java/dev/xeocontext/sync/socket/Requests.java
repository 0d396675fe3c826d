package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.sync.ClientMessage.Digest;
import dev.xeocontext.contracts.sync.ClientMessage.Fetch;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.digest.Questions.FetchPage;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The digests and records that a device asks for: one request after the other, each read while the socket takes more, and
 * few at a time, so that a device that asks without reading costs a constant amount of memory. Pushes don't wait for
 * them. For the loop of the socket.
 */
final class Requests {

    /** Most requests without an answer. */
    static final int MOST = 4;

    /** What is read and sent at a time; {@code rest} is what remains to be. */
    private record Part(String frame, @Nullable Uni<Part> rest) {}

    private record Request(@Nullable String ref, Uni<Part> rest) {}

    private final Parts parts;
    private final Standing standing;
    private final ClientSocket socket;
    private final BiConsumer<@Nullable String, Problem> fail;
    private final Queue<Request> waiting = new ArrayDeque<>();
    private @Nullable Request current;
    private boolean busy;
    private boolean ended;

    /** @param fail answers a request with a problem */
    Requests(Parts parts, Standing standing, ClientSocket socket, BiConsumer<@Nullable String, Problem> fail) {
        this.parts = parts;
        this.standing = standing;
        this.socket = socket;
        this.fail = fail;
    }

    void add(Digest message) {
        Problem fault = RequestRule.fault(message, standing.session().caller(), parts.knownCollection());
        if (fault != null) {
            fail.accept(message.ref(), fault);
            return;
        }
        UUID storeId = standing.session().caller().storeId();
        String collection = Objects.requireNonNull(message.collection());
        Integer leaf = message.leaf();
        Uni<ServerMessage.Digest> answer = leaf == null
                ? parts.questions().digest(message.ref(), storeId, collection)
                : parts.questions().leaf(message.ref(), storeId, collection, leaf);
        add(new Request(
                message.ref(), answer.map(digest -> new Part(parts.writer().write(digest), null))));
    }

    void add(Fetch message) {
        Problem fault = RequestRule.fault(message, standing.session().caller(), parts.knownCollection());
        if (fault != null) {
            fail.accept(message.ref(), fault);
            return;
        }
        UUID storeId = standing.session().caller().storeId();
        String collection = Objects.requireNonNull(message.collection());
        Set<UUID> ids = new HashSet<>();
        List<@Nullable UUID> asked = Objects.requireNonNull(message.ids());
        asked.forEach(id -> ids.add(Objects.requireNonNull(id)));
        add(new Request(message.ref(), page(message.ref(), storeId, collection, ids, null)));
    }

    private Uni<Part> page(@Nullable String ref, UUID storeId, String collection, Set<UUID> ids, @Nullable UUID after) {
        return parts.questions()
                .fetch(ref, storeId, collection, ids, after)
                .map(page -> part(page, ref, storeId, collection, ids));
    }

    private Part part(FetchPage page, @Nullable String ref, UUID storeId, String collection, Set<UUID> ids) {
        UUID next = page.next();
        return new Part(page.frame(), next == null ? null : page(ref, storeId, collection, ids, next));
    }

    private void add(Request request) {
        if (waiting.size() + (current == null ? 0 : 1) >= MOST) {
            Problem problem = Problem.of(ProblemCode.RATE_LIMITED, "At most " + MOST + " requests without an answer");
            fail.accept(request.ref(), problem);
        } else {
            waiting.add(request);
            pump();
        }
    }

    /** Goes on as far as the socket takes it. */
    void pump() {
        if (busy || ended || !socket.writable()) {
            return;
        }
        Request request = current == null ? waiting.poll() : current;
        current = request;
        if (request != null) {
            busy = true;
            request.rest()
                    .emitOn(socket.loop())
                    .subscribe()
                    .with(part -> answered(request, part), failure -> failed(request, failure));
        }
    }

    private void answered(Request request, Part part) {
        proceed(part.rest() == null ? null : new Request(request.ref(), part.rest()), () -> socket.send(part.frame()));
    }

    private void failed(Request request, Throwable failure) {
        proceed(null, () -> fail.accept(request.ref(), Failures.unavailable(failure)));
    }

    private void proceed(@Nullable Request rest, Runnable answer) {
        busy = false;
        current = rest;
        if (!ended) {
            answer.run();
            pump();
        }
    }

    /** Drops what nobody waits for any more. */
    void clear() {
        ended = true;
        waiting.clear();
    }
}
