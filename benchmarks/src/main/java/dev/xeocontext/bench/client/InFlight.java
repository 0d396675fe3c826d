package dev.xeocontext.bench.client;

import java.util.ArrayDeque;
import java.util.Queue;

/** As many pushes at a time as the server lets a connection have; the others wait their turn. Safe for several threads. */
final class InFlight {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    InFlight(int most) {
        this.free = most;
    }

    /** Runs it, now or on the thread of whoever makes room. */
    void enter(Runnable push) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(push);
                return;
            }
            free--;
        }
        push.run();
    }

    void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.run();
    }
}
