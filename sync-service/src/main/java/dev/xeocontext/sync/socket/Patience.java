package dev.xeocontext.sync.socket;

import dev.xeocontext.sync.socket.ConnectionState.Authenticating;
import dev.xeocontext.sync.socket.ConnectionState.Closed;
import dev.xeocontext.sync.socket.ConnectionState.Connecting;
import dev.xeocontext.sync.socket.ConnectionState.Established;
import java.time.Instant;
import java.time.InstantSource;

/** Knows how long a connection has waited for what, and when that is too long. For the loop of the socket. */
final class Patience {

    /** What a connection is late with. */
    enum Overdue {
        NOTHING,
        /** Hello, a frame of any kind, or reading what was sent. */
        DEVICE,
        TOKEN,
        /** Not yet, but the device should know. */
        TOKEN_SOON
    }

    private final SocketConfig config;
    private final InstantSource time;
    private Instant heardAt;
    private Instant writableAt;
    private Instant cursorsAt;

    Patience(SocketConfig config, InstantSource time) {
        this.config = config;
        this.time = time;
        this.heardAt = time.instant();
        this.writableAt = heardAt;
        this.cursorsAt = heardAt;
    }

    Instant helloDeadline() {
        return heardAt.plus(config.helloTimeout());
    }

    /** A frame of any kind: the device is there. */
    void heard() {
        heardAt = time.instant();
    }

    /** The device has taken what it was sent, even if the socket is full again at once. */
    void drained() {
        writableAt = time.instant();
    }

    /** To be asked regularly; a socket that is full is not blamed for frames that we don't take in. */
    Overdue check(ConnectionState state, boolean writable) {
        Instant now = time.instant();
        writableAt = writable ? now : writableAt;
        return switch (state) {
            case Connecting waiting -> now.isAfter(waiting.deadline()) ? Overdue.DEVICE : Overdue.NOTHING;
            case Authenticating waiting -> now.isAfter(waiting.deadline()) ? Overdue.DEVICE : Overdue.NOTHING;
            case Established established -> check(established, now, writable);
            case Closed closed -> Overdue.NOTHING;
        };
    }

    private Overdue check(Established established, Instant now, boolean writable) {
        Instant expiresAt = established.session().caller().expiresAt();
        boolean silent = writable && now.isAfter(heardAt.plus(config.idleTimeout()));
        boolean stalled = now.isAfter(writableAt.plus(config.stallTimeout()));
        if (!now.isBefore(expiresAt)) {
            return Overdue.TOKEN;
        }
        if (silent || stalled) {
            return Overdue.DEVICE;
        }
        boolean soon = now.isAfter(expiresAt.minus(config.expiryWarning()));
        return soon && !established.warned() ? Overdue.TOKEN_SOON : Overdue.NOTHING;
    }

    /** Whether it is time to refresh cursors; if so, the next time is a while later. */
    boolean cursorsAreOld() {
        Instant now = time.instant();
        boolean old = now.isAfter(cursorsAt.plus(config.cursorAge()));
        cursorsAt = old ? now : cursorsAt;
        return old;
    }
}
