package dev.xeocontext.bench.load;

import java.util.concurrent.locks.LockSupport;

/** Waiting for a moment, by {@link System#nanoTime}. */
public final class Pace {

    private Pace() {}

    /** Returns when the moment has come; at once when it is past. */
    public static void until(long nanoTime) throws InterruptedException {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
