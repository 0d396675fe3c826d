package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.socket.ConnectionState.Authenticating;
import dev.xeocontext.sync.socket.ConnectionState.CatchingUp;
import dev.xeocontext.sync.socket.ConnectionState.Closed;
import dev.xeocontext.sync.socket.ConnectionState.Connecting;
import dev.xeocontext.sync.socket.ConnectionState.Draining;
import dev.xeocontext.sync.socket.ConnectionState.Established;
import dev.xeocontext.sync.socket.ConnectionState.Live;
import org.jspecify.annotations.Nullable;

/**
 * The state that a connection is in. What comes too late for the state, because something asynchronous took its time,
 * changes nothing. For the loop of the socket.
 */
final class Standing {

    private ConnectionState state;

    Standing(Connecting state) {
        this.state = state;
    }

    ConnectionState state() {
        return state;
    }

    boolean isClosed() {
        return state instanceof Closed;
    }

    /** Whether frames are taken in. */
    boolean listens() {
        return switch (state) {
            case Connecting connecting -> true;
            case CatchingUp catchingUp -> true;
            case Live live -> true;
            case Authenticating authenticating -> false;
            case Draining draining -> false;
            case Closed closed -> false;
        };
    }

    /** Says no by returning false when hello does not fit. */
    boolean hello() {
        if (state instanceof Connecting connecting) {
            state = connecting.hello();
            return true;
        }
        return false;
    }

    /** Says no by returning false when nobody waits for it any more. */
    boolean welcome(Session session) {
        if (state instanceof Authenticating authenticating) {
            state = authenticating.welcome(session);
            return true;
        }
        return false;
    }

    /** The session; only somebody who is known has one. */
    Session session() {
        if (state instanceof Established established) {
            return established.session();
        }
        throw new IllegalStateException("nobody is on the connection");
    }

    void renewed(Caller caller, String token) {
        if (state instanceof Established established) {
            state = established.renewed(caller, token);
        }
    }

    void warned() {
        if (state instanceof Established established) {
            state = established.warn();
        }
    }

    void behind() {
        if (state instanceof Live live) {
            state = live.behind();
        }
    }

    void caughtUp() {
        if (state instanceof CatchingUp catchingUp) {
            state = catchingUp.caughtUp();
        }
    }

    void drain() {
        if (state instanceof Established established) {
            state = established.drain();
        }
    }

    void close(@Nullable CloseCode code) {
        state = state.close(code);
    }
}
