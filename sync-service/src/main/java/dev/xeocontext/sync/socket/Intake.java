package dev.xeocontext.sync.socket;

import dev.xeocontext.sync.push.RateLimit;

/** Stops listening to a device that speaks too fast, or that does not take what it is sent. For the loop of the socket. */
final class Intake {

    private final ClientSocket socket;
    private final RateLimit pace;
    private boolean tooFast;
    private boolean stopping;

    Intake(ClientSocket socket, RateLimit pace) {
        this.socket = socket;
        this.pace = pace;
    }

    /** A message was taken in. */
    void message() {
        tooFast = !pace.tryTake();
        stopIfNeeded();
    }

    /** A frame without a message. The socket stops after what brought it: Vert.x asks for one more after each ping. */
    void part() {
        tooFast = !pace.tryTake();
        if (mustStop() && !stopping) {
            stopping = true;
            socket.loop().execute(() -> {
                stopping = false;
                stopIfNeeded();
            });
        }
    }

    private void stopIfNeeded() {
        if (mustStop()) {
            socket.pauseReading();
        }
    }

    private boolean mustStop() {
        return tooFast || !socket.writable();
    }

    boolean tooFast() {
        return tooFast;
    }

    /** The socket takes more again. */
    void drained() {
        if (!tooFast) {
            socket.resumeReading();
        }
    }

    /** Whoever spoke too fast is listened to again. */
    void nextSecond() {
        if (tooFast && socket.writable()) {
            tooFast = false;
            socket.resumeReading();
        }
    }
}
