package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.sync.feed.FakeOutlet;
import org.jspecify.annotations.Nullable;

/** A socket that remembers what was done to it. */
final class FakeSocket extends FakeOutlet implements ClientSocket {

    private boolean reading = true;
    private @Nullable CloseCode closedWith;

    @Override
    public void pauseReading() {
        reading = false;
    }

    @Override
    public void resumeReading() {
        reading = true;
    }

    @Override
    public void close(CloseCode code) {
        closedWith = code;
    }

    boolean reading() {
        return reading;
    }

    @Nullable
    CloseCode closedWith() {
        return closedWith;
    }
}
