package dev.xeocontext.local.stack.system.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A network that breaks once, at a certain frame. */
public final class CutAt implements Faults {

    /** Which frames are counted. */
    public enum Direction {
        SENDING,
        RECEIVING
    }

    private final Direction direction;
    private final int frame;
    private final Fate fate;
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicBoolean cut = new AtomicBoolean();

    /** @param frame which one, counted from 1 over all connections */
    public CutAt(Direction direction, int frame, Fate fate) {
        this.direction = direction;
        this.frame = frame;
        this.fate = fate;
    }

    /** Whether it has come to that. */
    public boolean isCut() {
        return cut.get();
    }

    @Override
    public Line line() {
        return switch (direction) {
            case SENDING -> Line.of(this::next, () -> Fate.PASSES);
            case RECEIVING -> Line.of(() -> Fate.PASSES, this::next);
        };
    }

    private Fate next() {
        if (frames.incrementAndGet() != frame) {
            return Fate.PASSES;
        }
        cut.set(true);
        return fate;
    }
}
