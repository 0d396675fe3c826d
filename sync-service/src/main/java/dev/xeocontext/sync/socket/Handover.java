package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Expired;
import dev.xeocontext.contracts.sync.ServerMessage.Granted;
import dev.xeocontext.contracts.sync.ServerMessage.Present;
import dev.xeocontext.kit.access.Caller;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one device and the others of its store tell each other: presence and handoff. What the device says takes effect in its
 * order, one after the other. A socket that does not take what it is told misses notices, and is told all there is once it
 * does: so it costs a constant amount of memory. For the loop of the socket.
 */
final class Handover {

    /** Most messages of the device that wait for their turn. */
    static final int MOST_WAITING = 16;

    /** Most claims without an answer, and most grants that are kept in mind. */
    private static final int MOST_CLAIMS = 32;

    private record Turn(ClientMessage.OfCompany message, Uni<Optional<ServerMessage>> answer) {}

    private final Parts parts;
    private final Standing standing;
    private final ClientSocket socket;
    private final BiConsumer<@Nullable String, Problem> fail;
    private final Queue<Turn> waiting = new ArrayDeque<>();

    /** The refs of claims that wait to be granted, by their activity. */
    private final Map<UUID, Optional<String>> claims = new HashMap<>();

    /** The versions that answers have granted already: the notices say it again. */
    private final Map<UUID, Long> granted = new HashMap<>();

    private boolean busy;
    private boolean missed;
    private boolean looking;
    private boolean ended;

    /** @param fail answers a request with a problem */
    Handover(Parts parts, Standing standing, ClientSocket socket, BiConsumer<@Nullable String, Problem> fail) {
        this.parts = parts;
        this.standing = standing;
        this.socket = socket;
        this.fail = fail;
    }

    /** The device was told what there was; if that is no longer so, it is told again. */
    void begin(long mark) {
        missed = parts.company().mark(caller().storeId()) != mark;
        pump();
    }

    void on(ClientMessage.OfCompany message) {
        UUID storeId = message.storeId();
        if (storeId != null && !storeId.equals(caller().storeId())) {
            fail.accept(message.ref(), Problem.of(ProblemCode.FOREIGN_STORE, null));
        } else if (waiting.size() >= MOST_WAITING) {
            fail.accept(
                    message.ref(), Problem.of(ProblemCode.RATE_LIMITED, "Too much at once of presence and handoff"));
        } else {
            waiting.add(new Turn(message, answer(message)));
            pump();
        }
    }

    /** Is asked when its turn comes. */
    private Uni<Optional<ServerMessage>> answer(ClientMessage.OfCompany message) {
        Company company = parts.company();
        return Uni.createFrom().deferred(() -> switch (message) {
            case ClientMessage.Presence presence ->
                company.presence(caller(), presence).replaceWith(Optional.empty());
            case ClientMessage.Publish publish ->
                company.publish(caller(), publish)
                        .map(version -> Optional.of(new ServerMessage.Ok(publish.ref(), version)));
            case ClientMessage.Claim claim -> claim(claim);
            case ClientMessage.Release release ->
                company.release(caller(), release)
                        .map(version -> Optional.of(new ServerMessage.Ok(release.ref(), version)));
            case ClientMessage.End end ->
                company.end(caller(), end).replaceWith(Optional.of(new ServerMessage.Ok(end.ref())));
        });
    }

    /** Whoever claims for another device hears that it is under way; that device hears when it is granted. */
    private Uni<Optional<ServerMessage>> claim(ClientMessage.Claim claim) {
        UUID activityId = claim.activityId();
        UUID receiver = claim.deviceId();
        boolean own = receiver == null || receiver.equals(caller().deviceId());
        if (own && activityId != null && claims.size() < MOST_CLAIMS) {
            claims.put(activityId, Optional.ofNullable(claim.ref()));
        }
        return parts.company()
                .claim(caller(), claim)
                .map(now ->
                        own ? now.map(grant -> (ServerMessage) grant) : Optional.of(new ServerMessage.Ok(claim.ref())));
    }

    /** Goes on as far as the socket takes it. */
    void pump() {
        if (ended || !socket.writable()) {
            return;
        }
        if (missed && !looking) {
            look();
        }
        Turn turn = busy ? null : waiting.poll();
        if (turn != null) {
            busy = true;
            turn.answer()
                    .emitOn(socket.loop())
                    .subscribe()
                    .with(
                            answer -> proceed(() -> answer.ifPresent(this::sayAnswer)),
                            failure -> proceed(() -> failed(turn.message(), failure)));
        }
    }

    private void proceed(Runnable answer) {
        busy = false;
        if (!ended) {
            answer.run();
            pump();
        }
    }

    private void sayAnswer(ServerMessage answer) {
        if (answer instanceof Granted grant) {
            sayGranted(grant);
        } else {
            send(answer);
        }
    }

    private void failed(ClientMessage.OfCompany message, Throwable failure) {
        if (message instanceof ClientMessage.Claim claim && claim.activityId() != null) {
            claims.remove(claim.activityId());
        }
        fail.accept(message.ref(), Failures.unavailable(failure));
    }

    /** Something is told in the store. */
    void tell(String frame) {
        if (ended) {
            return;
        }
        if (!socket.writable()) {
            missed = true;
        } else if (claims.isEmpty() && granted.isEmpty()) {
            socket.send(frame);
        } else {
            switch (parts.reader().readNotice(frame)) {
                case Granted grant -> sayGranted(grant);
                case Expired expired -> sayExpired(expired, frame);
                default -> socket.send(frame);
            }
        }
    }

    /** Once for each version, with the ref of the claim, whether the answer or the notice comes first. */
    private void sayGranted(Granted grant) {
        if (Objects.equals(granted.get(grant.activityId()), grant.version())) {
            return;
        }
        Optional<String> ref = claims.remove(grant.activityId());
        if (granted.size() >= MOST_CLAIMS) {
            granted.clear();
        }
        granted.put(grant.activityId(), grant.version());
        send(
                ref == null
                        ? grant
                        : new Granted(
                                ref.orElse(null),
                                grant.storeId(),
                                grant.activityId(),
                                grant.version(),
                                grant.activity(),
                                grant.from()));
    }

    private void sayExpired(Expired expired, String frame) {
        granted.remove(expired.activityId());
        Optional<String> ref = claims.remove(expired.activityId());
        socket.send(frame);
        if (ref != null) {
            fail.accept(ref.orElse(null), Problem.of(ProblemCode.NOT_FOUND, "The activity is over"));
        }
    }

    private void look() {
        looking = true;
        missed = false;
        parts.company()
                .look(caller())
                .emitOn(socket.loop())
                .subscribe()
                .with(this::looked, failure -> looked(Company.Sight.unknown(0)));
    }

    /** What could not be read is tried again at the next pump. */
    private void looked(Company.Sight sight) {
        looking = false;
        if (ended) {
            return;
        }
        if (sight.activities() == null || sight.devices() == null) {
            missed = true;
        } else {
            send(new Present(caller().storeId(), sight.activities(), sight.devices()));
        }
    }

    void clear() {
        ended = true;
        waiting.clear();
        claims.clear();
    }

    private Caller caller() {
        return standing.session().caller();
    }

    private void send(ServerMessage message) {
        socket.send(parts.writer().write(message));
    }
}
