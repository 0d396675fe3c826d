package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.ClientMessage.Device;
import dev.xeocontext.contracts.sync.ClientMessage.Hello;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.contracts.sync.Protocol;
import dev.xeocontext.contracts.sync.ServerMessage.Welcome;
import dev.xeocontext.kit.access.Caller;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides about {@code hello}: who it is, and whether that may come in. */
final class Greeting {

    /**
     * Come in.
     *
     * @param mark of the company that the welcome tells of
     */
    record Admitted(Session session, Device device, Welcome welcome, long mark) {}

    /** Stay outside. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;
        private final CloseCode closeCode;

        Refused(Problem problem, CloseCode closeCode) {
            super(problem.title(), null, false, false);
            this.problem = problem;
            this.closeCode = closeCode;
        }

        Problem problem() {
            return problem;
        }

        CloseCode closeCode() {
            return closeCode;
        }
    }

    private final Parts parts;
    private final @Nullable String headerToken;

    /** @param headerToken what the upgrade carried in {@code Authorization} */
    Greeting(Parts parts, @Nullable String headerToken) {
        this.parts = parts;
        this.headerToken = headerToken;
    }

    /** What is missing from a hello; {@code null} when nothing is. */
    static @Nullable Problem fault(Hello hello) {
        Device device = hello.device();
        if (hello.protocol() == null) {
            return Failures.malformed("/protocol", "is missing");
        }
        if (device == null) {
            return Failures.malformed("/device", "is missing");
        }
        return device.id() == null ? Failures.malformed("/device/id", "is missing") : null;
    }

    /**
     * Lets the device in, or fails with {@link Refused}; any other failure is one of this side.
     *
     * @param hello without a {@link #fault}
     */
    Uni<Admitted> admit(UUID connectionId, Hello hello) {
        String token = hello.token() == null ? headerToken : hello.token();
        if (hello.protocol() == null || hello.protocol() != Protocol.VERSION) {
            return refuse(ProblemCode.PROTOCOL_TOO_OLD, CloseCode.PROTOCOL_TOO_OLD);
        }
        if (token == null) {
            return refuse(ProblemCode.UNAUTHENTICATED, CloseCode.UNAUTHENTICATED);
        }
        return parts.tokens()
                .verify(token)
                .onFailure(ProblemException.class)
                .transform(Greeting::notVerified)
                .chain(caller -> welcome(connectionId, hello, caller, token));
    }

    private static <T> Uni<T> refuse(ProblemCode problem, CloseCode code) {
        return Uni.createFrom().failure(new Refused(Problem.of(problem, null), code));
    }

    private static Throwable notVerified(ProblemException failure) {
        return failure.code() == ProblemCode.UNAVAILABLE
                ? failure
                : new Refused(failure.problem(), CloseCode.UNAUTHENTICATED);
    }

    private Uni<Admitted> welcome(UUID connectionId, Hello hello, Caller caller, String token) {
        Device device = hello.device();
        if (device == null || !caller.deviceId().equals(device.id())) {
            return refuse(ProblemCode.FORBIDDEN, CloseCode.FORBIDDEN);
        }
        return Uni.combine()
                .all()
                .unis(parts.arrivals().of(connectionId), parts.welcomes().find(caller, connectionId))
                .with((arrival, found) -> {
                    Session session = new Session(connectionId, arrival, caller, token);
                    return new Admitted(session, device, found.welcome(), found.mark());
                });
    }
}
