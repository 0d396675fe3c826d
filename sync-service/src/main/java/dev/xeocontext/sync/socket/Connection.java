package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.push.RateLimit;
import dev.xeocontext.sync.socket.ConnectionState.Connecting;
import dev.xeocontext.sync.socket.ConnectionState.Draining;
import dev.xeocontext.sync.socket.ConnectionState.Established;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection: the protocol from {@code hello} to the close code. It takes frames in order, stops reading while the
 * token is checked, while the device doesn't take what it is sent, and until the next second when it speaks too fast; and
 * it closes itself when its time is over.
 *
 * <p>Everything but {@link #soon} happens on the loop of the socket.
 */
public final class Connection {

    private final UUID id;
    private final ClientSocket socket;
    private final Greeting greeting;
    private final Parts parts;
    private final RateLimit errors;
    private final Intake intake;
    private final Patience patience;
    private final Standing standing;
    private @Nullable Conversation conversation;

    Connection(ClientSocket socket, @Nullable String headerToken, Parts parts) {
        this.id = parts.ids().next();
        this.socket = socket;
        this.parts = parts;
        this.greeting = new Greeting(parts, headerToken);
        SocketConfig config = parts.config();
        this.errors = new RateLimit(config.toleratedErrors(), config.toleratedErrors() / 10.0, parts.time());
        this.intake =
                new Intake(socket, new RateLimit(config.messagesPerSecond(), config.messagesPerSecond(), parts.time()));
        this.patience = new Patience(config, parts.time());
        this.standing = new Standing(new Connecting(patience.helloDeadline()));
    }

    UUID id() {
        return id;
    }

    ConnectionState state() {
        return standing.state();
    }

    /** A frame of any kind: the device is there. */
    void heard() {
        patience.heard();
    }

    void onText(byte[] frame) {
        if (!standing.listens()) {
            return;
        }
        switch (parts.reader().read(frame)) {
            case Incoming.Message known -> onMessage(known.message());
            case Incoming.Unknown unknown ->
                onFault(unknown.type(), unknown.ref(), Problem.of(ProblemCode.UNKNOWN_MESSAGE, null));
            case Incoming.Malformed malformed ->
                onFault(malformed.type(), malformed.ref(), Failures.malformed(malformed.pointer(), malformed.detail()));
            case Incoming.Garbage garbage -> onGarbage(garbage.detail());
        }
        intake.message();
    }

    /** A frame that brings no whole message: a fragment, a ping or a pong. */
    void onPart() {
        intake.part();
    }

    /**
     * A frame that is no message at all.
     *
     * @param fault what is wrong with it
     */
    void onGarbage(String fault) {
        refuse(Problem.of(ProblemCode.MALFORMED_MESSAGE, "The frame " + fault), CloseCode.BAD_MESSAGE);
    }

    void onTooLarge() {
        refuse(Problem.of(ProblemCode.TOO_LARGE, "The frame is too large"), CloseCode.FRAME_TOO_LARGE);
    }

    /** The socket takes more again. */
    void onDrained() {
        heard();
        patience.drained();
        if (standing.listens()) {
            intake.drained();
        }
        if (conversation != null) {
            conversation.pump();
        }
    }

    /** The socket is gone. */
    void onGone() {
        if (!standing.isClosed()) {
            leave(null);
        }
    }

    private void onMessage(ClientMessage message) {
        if (conversation != null) {
            conversation.on(message);
        } else if (message instanceof ClientMessage.Hello hello) {
            onHello(hello);
        } else {
            refuseStranger();
        }
    }

    private void onFault(@Nullable String type, @Nullable String ref, Problem problem) {
        if (conversation == null && !"hello".equals(type)) {
            refuseStranger();
        } else {
            fail(ref, problem);
        }
    }

    private void refuseStranger() {
        refuse(Problem.of(ProblemCode.UNAUTHENTICATED, "Say hello first"), CloseCode.UNAUTHENTICATED);
    }

    private void onHello(ClientMessage.Hello hello) {
        Problem fault = Greeting.fault(hello);
        if (fault != null) {
            fail(null, fault);
        } else if (standing.hello()) {
            socket.pauseReading();
            greeting.admit(id, hello).emitOn(socket.loop()).subscribe().with(this::onAdmitted, this::onNotAdmitted);
        }
    }

    private void onAdmitted(Greeting.Admitted admitted) {
        if (standing.welcome(admitted.session())) {
            Conversation begun = new Conversation(socket, parts, standing, new Host());
            conversation = begun;
            send(admitted.welcome());
            parts.arrived(this, admitted);
            begun.begin(admitted.mark());
            socket.resumeReading();
        }
    }

    private void onNotAdmitted(Throwable failure) {
        switch (failure) {
            case Greeting.Refused refused -> refuse(refused.problem(), refused.closeCode());
            default -> refuse(Failures.unavailable(failure), CloseCode.DRAINING);
        }
    }

    /** What a conversation wants of the connection. */
    private final class Host implements Conversation.Host {

        @Override
        public void quiet() {
            if (standing.state() instanceof Draining) {
                close(CloseCode.DRAINING);
            }
        }

        @Override
        public void fail(@Nullable String ref, Problem problem) {
            Connection.this.fail(ref, problem);
        }

        @Override
        public void refuse(Problem problem, CloseCode code) {
            Connection.this.refuse(problem, code);
        }
    }

    /** Once a second. */
    void tick() {
        if (intake.tooFast()) {
            heard();
        }
        switch (patience.check(standing.state(), socket.writable())) {
            case DEVICE -> close(CloseCode.TOO_SLOW);
            case TOKEN -> refuse(Problem.of(ProblemCode.TOKEN_EXPIRED, null), CloseCode.UNAUTHENTICATED);
            case TOKEN_SOON -> warn();
            case NOTHING -> nudge();
        }
    }

    private void warn() {
        standing.warned();
        Instant expiresAt = standing.session().caller().expiresAt();
        long seconds = Duration.between(parts.time().instant(), expiresAt).toSeconds();
        send(new ServerMessage.TokenExpiring(seconds));
    }

    /** Whoever spoke too fast is listened to again; what failed before is tried again. */
    private void nudge() {
        if (standing.listens()) {
            intake.nextSecond();
        }
        if (conversation != null) {
            conversation.pump();
            if (patience.cursorsAreOld()) {
                conversation.refreshCursors();
            }
        }
    }

    /** Tells who is there to come back later, elsewhere; finishes what was pushed, then closes. */
    void drain(long retryAfterMs) {
        if (standing.isClosed() || standing.state() instanceof Draining) {
            return;
        }
        if (conversation != null) {
            send(new ServerMessage.Draining(retryAfterMs));
        }
        if (conversation == null || conversation.isQuiet()) {
            close(CloseCode.DRAINING);
        } else {
            standing.drain();
            socket.pauseReading();
        }
    }

    /** The time to finish is over. */
    void cutOff() {
        close(CloseCode.DRAINING);
    }

    /** Does something on the loop of the socket; from any thread. */
    void soon(Consumer<Connection> action) {
        socket.loop().execute(() -> action.accept(this));
    }

    /** Something is told in the store, beside the log. */
    void tell(String frame) {
        if (conversation != null) {
            conversation.tell(frame);
        }
    }

    /** The session ended before its time. What it pushed and no owner was asked about yet, none will be. */
    void revoked() {
        refuse(Problem.of(ProblemCode.SESSION_REVOKED, null), CloseCode.UNAUTHENTICATED);
    }

    /** Another socket of the same device took over. */
    void replaced() {
        close(CloseCode.REPLACED);
    }

    private void fail(@Nullable String ref, Problem problem) {
        if (errors.tryTake()) {
            send(new ServerMessage.Failure(ref, problem));
        } else {
            refuse(Problem.of(ProblemCode.RATE_LIMITED, "Too many refused messages"), CloseCode.ABUSE);
        }
    }

    private void refuse(Problem problem, CloseCode code) {
        if (!standing.isClosed()) {
            send(new ServerMessage.Failure(null, problem));
            close(code);
        }
    }

    private void close(CloseCode code) {
        if (!standing.isClosed()) {
            socket.close(code);
            leave(code);
        }
    }

    private void leave(@Nullable CloseCode code) {
        if (standing.state() instanceof Established established) {
            parts.left(this, established.session(), code);
        }
        if (conversation != null) {
            conversation.end();
        }
        standing.close(code);
        parts.leaving().accept(this);
    }

    private void send(ServerMessage message) {
        socket.send(parts.writer().write(message));
    }
}
