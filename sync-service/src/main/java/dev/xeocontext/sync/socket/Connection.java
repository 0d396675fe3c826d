package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.push.RateLimit;
import dev.xeocontext.sync.socket.ConnectionState.Authenticating;
import dev.xeocontext.sync.socket.ConnectionState.CatchingUp;
import dev.xeocontext.sync.socket.ConnectionState.Closed;
import dev.xeocontext.sync.socket.ConnectionState.Connecting;
import dev.xeocontext.sync.socket.ConnectionState.Draining;
import dev.xeocontext.sync.socket.ConnectionState.Established;
import dev.xeocontext.sync.socket.ConnectionState.Live;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection: the protocol from {@code hello} to the close code. It takes frames in order, stops reading while the
 * token is checked or while the device doesn't take what it is sent, and closes itself when its time is over.
 *
 * <p>Everything but {@link #soon} happens on the loop of the socket.
 */
public final class Connection {

    private final UUID id;
    private final ClientSocket socket;
    private final Greeting greeting;
    private final Parts parts;
    private final RateLimit errors;

    private ConnectionState state;
    private @Nullable Conversation conversation;
    private Instant heardAt;
    private Instant writableAt;
    private Instant cursorsAt;

    Connection(ClientSocket socket, @Nullable String headerToken, Parts parts) {
        this.id = parts.ids().next();
        this.socket = socket;
        this.parts = parts;
        this.greeting = new Greeting(parts, headerToken);
        Instant now = parts.time().instant();
        SocketConfig config = parts.config();
        this.errors = new RateLimit(config.toleratedErrors(), config.toleratedErrors() / 10.0, parts.time());
        this.state = new Connecting(now.plus(config.helloTimeout()));
        this.heardAt = now;
        this.writableAt = now;
        this.cursorsAt = now;
    }

    UUID id() {
        return id;
    }

    ConnectionState state() {
        return state;
    }

    /** A frame of any kind: the device is there. */
    void heard() {
        heardAt = parts.time().instant();
    }

    void onText(byte[] frame) {
        if (state instanceof Closed || state instanceof Draining) {
            return;
        }
        switch (parts.reader().read(frame)) {
            case Incoming.Message(ClientMessage message) -> onMessage(message);
            case Incoming.Unknown(String ref, String type) -> onUnknown(ref);
            case Incoming.Malformed(String ref, String pointer, String detail) ->
                fail(ref, Failures.malformed(pointer, detail));
            case Incoming.Garbage(String detail) ->
                refuse(Problem.of(ProblemCode.MALFORMED_MESSAGE, "The frame " + detail), CloseCode.BAD_MESSAGE);
        }
        if (!socket.writable()) {
            socket.pauseReading();
        }
    }

    /** A frame that is not text, or that is no frame of RFC 6455. */
    void onGarbage() {
        refuse(Problem.of(ProblemCode.MALFORMED_MESSAGE, "The frame is not text"), CloseCode.BAD_MESSAGE);
    }

    void onTooLarge() {
        refuse(Problem.of(ProblemCode.TOO_LARGE, "The frame is too large"), CloseCode.FRAME_TOO_LARGE);
    }

    /** The socket takes more again. */
    void onDrained() {
        heard();
        if (!(state instanceof Authenticating || state instanceof Draining)) {
            socket.resumeReading();
        }
        if (conversation != null) {
            conversation.pump();
        }
    }

    /** The socket is gone. */
    void onGone() {
        if (!(state instanceof Closed)) {
            leave(null);
        }
    }

    private void onMessage(ClientMessage message) {
        if (conversation != null) {
            conversation.on(message);
        } else if (message instanceof ClientMessage.Hello hello && state instanceof Connecting connecting) {
            onHello(hello, connecting);
        } else {
            refuse(Problem.of(ProblemCode.UNAUTHENTICATED, "Say hello first"), CloseCode.UNAUTHENTICATED);
        }
    }

    private void onUnknown(@Nullable String ref) {
        if (conversation == null) {
            refuse(Problem.of(ProblemCode.UNAUTHENTICATED, "Say hello first"), CloseCode.UNAUTHENTICATED);
        } else {
            fail(ref, Problem.of(ProblemCode.UNKNOWN_MESSAGE, null));
        }
    }

    private void onHello(ClientMessage.Hello hello, Connecting connecting) {
        Problem fault = Greeting.fault(hello);
        if (fault != null) {
            fail(null, fault);
            return;
        }
        state = connecting.hello();
        socket.pauseReading();
        greeting.admit(id, hello).emitOn(socket.loop()).subscribe().with(this::onAdmitted, this::onNotAdmitted);
    }

    private void onAdmitted(Greeting.Admitted admitted) {
        if (!(state instanceof Authenticating authenticating)) {
            return;
        }
        state = authenticating.welcome(admitted.session());
        conversation = new Conversation(socket, parts, new Host());
        send(admitted.welcome());
        parts.devices().arrived(this, admitted.session());
        socket.resumeReading();
    }

    private void onNotAdmitted(Throwable failure) {
        if (state instanceof Closed) {
            return;
        }
        switch (failure) {
            case Greeting.Refused refused -> refuse(refused.problem(), refused.closeCode());
            default -> refuse(Failures.unavailable(failure), CloseCode.DRAINING);
        }
    }

    /** The conversation's side of the state. */
    private final class Host implements Conversation.Host {

        @Override
        public Session session() {
            if (state instanceof Established established) {
                return established.session();
            }
            throw new IllegalStateException("nobody is on the connection");
        }

        @Override
        public void renewed(Caller caller, String token) {
            if (state instanceof Established established) {
                state = established.renewed(caller, token);
            }
        }

        @Override
        public void behind() {
            if (state instanceof Live live) {
                state = live.behind();
            }
        }

        @Override
        public void caughtUp() {
            if (state instanceof CatchingUp catchingUp) {
                state = catchingUp.caughtUp();
            }
        }

        @Override
        public void quiet() {
            if (state instanceof Draining) {
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
        Instant now = parts.time().instant();
        switch (state) {
            case Connecting(Instant deadline) -> closeAfter(deadline, now);
            case Authenticating(Instant deadline) -> closeAfter(deadline, now);
            case Established established -> tick(established, now);
            case Closed closed -> {}
        }
    }

    private void closeAfter(Instant deadline, Instant now) {
        if (now.isAfter(deadline)) {
            close(CloseCode.TOO_SLOW);
        }
    }

    private void tick(Established established, Instant now) {
        Instant expiresAt = established.session().caller().expiresAt();
        SocketConfig config = parts.config();
        boolean writable = socket.writable();
        writableAt = writable ? now : writableAt;
        if (!now.isBefore(expiresAt)) {
            refuse(Problem.of(ProblemCode.TOKEN_EXPIRED, null), CloseCode.UNAUTHENTICATED);
        } else if (writable && now.isAfter(heardAt.plus(config.idleTimeout()))) {
            close(CloseCode.TOO_SLOW);
        } else if (now.isAfter(writableAt.plus(config.stallTimeout()))) {
            close(CloseCode.TOO_SLOW);
        } else {
            warn(established, now, expiresAt);
            nudge(now);
        }
    }

    private void warn(Established established, Instant now, Instant expiresAt) {
        if (!established.warned() && now.isAfter(expiresAt.minus(parts.config().expiryWarning()))) {
            state = established.warn();
            send(new ServerMessage.TokenExpiring(
                    Duration.between(now, expiresAt).toSeconds()));
        }
    }

    private void nudge(Instant now) {
        if (conversation == null) {
            return;
        }
        conversation.pump();
        if (now.isAfter(cursorsAt.plus(parts.config().cursorAge()))) {
            cursorsAt = now;
            conversation.refreshCursors();
        }
    }

    /** Finishes what was pushed, then closes. */
    void drain() {
        if (state instanceof Established established && conversation != null && !conversation.isQuiet()) {
            state = established.drain();
            socket.pauseReading();
        } else {
            close(CloseCode.DRAINING);
        }
    }

    /** Does something on the loop of the socket; from any thread. */
    void soon(Consumer<Connection> action) {
        socket.loop().execute(() -> action.accept(this));
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
        if (!(state instanceof Closed)) {
            send(new ServerMessage.Failure(null, problem));
            close(code);
        }
    }

    private void close(CloseCode code) {
        if (!(state instanceof Closed)) {
            socket.close(code);
            leave(code);
        }
    }

    private void leave(@Nullable CloseCode code) {
        if (state instanceof Established established) {
            parts.devices().left(this, established.session());
        }
        if (conversation != null) {
            conversation.end();
        }
        state = state.close(code);
        parts.leaving().accept(this);
    }

    private void send(ServerMessage message) {
        socket.send(parts.writer().write(message));
    }
}
