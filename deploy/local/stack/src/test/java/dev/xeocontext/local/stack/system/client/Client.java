package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.contracts.sync.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A device that keeps itself in sync: connects, sends what is unsent, subscribes, and begins again whenever the
 * connection breaks, until it is told to go offline. One thread does it all; every method may be called from any other.
 */
public final class Client implements AutoCloseable {

    private static final int NONE = -1;
    private static final long STEP_MILLIS = 100;
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long SHORTEST_BACKOFF_MILLIS = 50;
    private static final long LONGEST_BACKOFF_MILLIS = 2_000;

    private final Setup setup;
    private final Frames frames = new Frames();
    private final BlockingQueue<Signal> inbox = new LinkedBlockingQueue<>();
    private final List<Wire> wires = new ArrayList<>();
    private final Thread thread;
    private volatile boolean online;
    private volatile boolean closed;
    /** Counts the times that it was told to go offline: a connection is of one spell only. */
    private final AtomicInteger spell = new AtomicInteger();

    private volatile int liveSpell = NONE;
    private @Nullable Session session;
    private int sessionSpell = NONE;
    private int failures;
    private long connectAt = System.nanoTime();
    private long pingAt = System.nanoTime();

    private Client(Setup setup) {
        this.setup = setup;
        this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    /** A client that is offline. */
    public static Client of(Setup setup) {
        var client = new Client(setup);
        client.thread.start();
        return client;
    }

    public Client online() {
        online = true;
        wake();
        return this;
    }

    /** Breaks the connection, and does not come back by itself. */
    public Client offline() {
        online = false;
        spell.incrementAndGet();
        wake();
        return this;
    }

    /** Tells the client that its store has new ops. */
    public void wake() {
        inbox.add(new Signal.Woken());
    }

    public LocalStore store() {
        return setup.store();
    }

    public Journal journal() {
        return setup.journal();
    }

    /** Whether the server has said that it has sent everything. */
    public boolean isLive() {
        return liveSpell == spell.get();
    }

    /** Whether it is live, and every op is decided. */
    public boolean isQuiet() {
        return isLive() && store().unsent() == 0;
    }

    /** Asks the server something; fails with {@link ConnectionLost} when the connection does. */
    public CompletableFuture<ServerMessage> ask(Function<String, ClientMessage> question) {
        var answer = new CompletableFuture<ServerMessage>();
        inbox.add(new Signal.Asked(question, answer));
        return answer;
    }

    /** Ends the client; its store stays what it is. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "%s client at %d with %d unsent, closed with %s, told %s"
                .formatted(
                        isLive() ? "live" : online ? "connecting" : "offline",
                        store().seq(),
                        store().unsent(),
                        journal().closeCodes(),
                        journal().errors());
    }

    private void run() {
        try {
            while (!closed) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hangUp();
            wires.forEach(Wire::release);
        }
    }

    private void step() throws InterruptedException {
        if (!online || (session != null && sessionSpell != spell.get())) {
            hangUp();
        }
        if (online && session == null && System.nanoTime() - connectAt >= 0) {
            connect();
        }
        var signal = inbox.poll(STEP_MILLIS, TimeUnit.MILLISECONDS);
        if (signal != null) {
            handle(signal);
        }
        var current = session;
        if (current != null) {
            current.pump();
            if (System.nanoTime() - pingAt >= 0) {
                pingAt = System.nanoTime() + PING_NANOS;
                current.ping();
            }
        }
    }

    private void handle(Signal signal) {
        switch (signal) {
            case Signal.Heard heard -> {
                if (isCurrent(heard.from())) {
                    hear(heard.frame());
                }
            }
            case Signal.Gone gone -> {
                if (isCurrent(gone.wire())) {
                    lose(gone.code());
                }
            }
            case Signal.Asked asked -> {
                if (session == null) {
                    asked.answer().completeExceptionally(new ConnectionLost());
                } else {
                    session.ask(asked.question(), asked.answer());
                }
            }
            case Signal.Woken woken -> {}
        }
    }

    private boolean isCurrent(Wire wire) {
        return session != null && session.wire().equals(wire);
    }

    private void hear(String frame) {
        journal().heard();
        var current = session;
        if (current == null) {
            return;
        }
        try {
            current.on(frames.read(frame));
            failures = 0;
            liveSpell = current.isLive() ? sessionSpell : NONE;
        } catch (RuntimeException e) {
            journal().breach("%s in %s".formatted(e, frame));
            current.wire().cut();
        }
    }

    private void connect() {
        try {
            if (setup.faults().forgetsAcks()) {
                store().forgetAcks();
            }
            var wire = Wire.open(setup.login().server(), setup.faults().line(), inbox::add);
            wires.add(wire);
            pingAt = System.nanoTime() + PING_NANOS;
            sessionSpell = spell.get();
            session = new Session(setup, wire, frames);
            session.begin();
        } catch (CompletionException e) {
            backOff();
        }
    }

    private void lose(int code) {
        journal().closed(code);
        forget();
        if (code == CloseCode.REPLACED.code()) {
            online = false;
        }
        backOff();
    }

    private void hangUp() {
        var current = session;
        if (current != null) {
            current.wire().cut();
            forget();
        }
        failures = 0;
        connectAt = System.nanoTime();
    }

    private void forget() {
        liveSpell = NONE;
        if (session != null) {
            session.end();
            session = null;
        }
    }

    /** With full jitter. */
    private void backOff() {
        long ceiling = Math.min(LONGEST_BACKOFF_MILLIS, SHORTEST_BACKOFF_MILLIS << Math.min(failures++, 10));
        connectAt = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(ceiling));
    }
}
