package dev.xeocontext.local.stack.system.client;

import java.util.List;
import java.util.random.RandomGenerator;

/** Faults at random; none any more once the weather is good. */
public final class RandomFaults implements Faults {

    private static final int OF = 1_000;
    private static final List<Fate> KINDS = List.of(Fate.DAWDLES, Fate.LOST, Fate.LAST, Fate.HANGS);

    private final RandomGenerator random;
    private final int perMille;
    private volatile boolean over;

    /** @param perMille how many frames of a thousand meet each kind of fault */
    public RandomFaults(RandomGenerator random, int perMille) {
        this.random = random;
        this.perMille = perMille;
    }

    /** From now on nothing goes wrong. */
    public void end() {
        over = true;
    }

    @Override
    public Line line() {
        return Line.of(this::draw, this::draw);
    }

    @Override
    public synchronized boolean forgetsAcks() {
        return !over && random.nextInt(4) == 0;
    }

    private synchronized Fate draw() {
        int kind = random.nextInt(OF) / perMille;
        return over || kind >= KINDS.size() ? Fate.PASSES : KINDS.get(kind);
    }
}
