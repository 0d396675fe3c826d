package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.kit.access.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The states of a connection. The methods are the only ways from one to another.
 *
 * <pre>
 *                 hello                 welcome                caughtUp
 *   Connecting ----------> Authenticating ------> CatchingUp ------------> Live
 *       |                        |                 |  |   ^                 | |
 *       |                        |                 |  |   +----- behind ----+ |
 *       |                        |                 |  +--------+   +----------+
 *       |                        |                 |     drain |   | drain
 *       |                        |                 |           v   v
 *       |                        |                 |         Draining
 *       v                        v                 v             |
 *    Closed <------- from everywhere, for a reason --------------+
 * </pre>
 */
sealed interface ConnectionState {

    /** The socket is open; {@code hello} must come before the deadline. */
    record Connecting(Instant deadline) implements ConnectionState {

        Authenticating hello() {
            return new Authenticating(deadline);
        }
    }

    /** The token is being checked. */
    record Authenticating(Instant deadline) implements ConnectionState {

        CatchingUp welcome(Session session) {
            return new CatchingUp(session, false);
        }
    }

    /** Somebody is there. */
    sealed interface Established extends ConnectionState permits CatchingUp, Live, Draining {

        Session session();

        /** Whether the device was told that its token runs out. */
        boolean warned();

        /** With a token that is good for longer. */
        Established renewed(Caller caller, String token);

        Established warn();

        default Draining drain() {
            return new Draining(session(), warned());
        }
    }

    /** Some subscription has not reached the end of the log yet. */
    record CatchingUp(Session session, boolean warned) implements Established {

        Live caughtUp() {
            return new Live(session, warned);
        }

        @Override
        public CatchingUp renewed(Caller caller, String token) {
            return new CatchingUp(session.renewed(caller, token), false);
        }

        @Override
        public CatchingUp warn() {
            return new CatchingUp(session, true);
        }
    }

    /** Every subscription has what there is. */
    record Live(Session session, boolean warned) implements Established {

        CatchingUp behind() {
            return new CatchingUp(session, warned);
        }

        @Override
        public Live renewed(Caller caller, String token) {
            return new Live(session.renewed(caller, token), false);
        }

        @Override
        public Live warn() {
            return new Live(session, true);
        }
    }

    /** The replica goes away: what was pushed is still answered, nothing new is taken. */
    record Draining(Session session, boolean warned) implements Established {

        @Override
        public Draining renewed(Caller caller, String token) {
            return new Draining(session.renewed(caller, token), false);
        }

        @Override
        public Draining warn() {
            return new Draining(session, true);
        }
    }

    /**
     * Over.
     *
     * @param code {@code null} when the device closed it
     */
    record Closed(@Nullable CloseCode code) implements ConnectionState {}

    default Closed close(@Nullable CloseCode code) {
        return new Closed(code);
    }
}
