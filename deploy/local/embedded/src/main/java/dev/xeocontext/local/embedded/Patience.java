package dev.xeocontext.local.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what happens elsewhere: asked often, and given up in the end. */
public record Patience(Duration limit) {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    public static Patience of(Duration limit) {
        return new Patience(limit);
    }

    /** Returns once the condition holds; fails after the limit, or when the thread is interrupted. */
    public void until(String what, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while waiting until " + what);
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("waited %d s in vain until %s".formatted(limit.toSeconds(), what));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
