package dev.xeocontext.bench.limit;

import dev.xeocontext.bench.client.Sockets;
import dev.xeocontext.bench.load.Act;
import dev.xeocontext.bench.load.ClosedLoop;
import dev.xeocontext.bench.load.LoadResult;
import dev.xeocontext.bench.load.OpenLoop;
import dev.xeocontext.bench.measure.Window;
import dev.xeocontext.local.embedded.Endpoints;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What this machine, and the very PostgreSQL, broker and Redis that the stack runs on, can do with a load: measured right after
 * the workload, while the stack idles. One at a time.
 */
public final class Limits implements AutoCloseable {

    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration MEASURED = Duration.ofSeconds(5);
    // a server process or a thread for each: more of them only wait for one another
    private static final int MOST_CONNECTIONS = 50;

    private final PostgresLimit postgres;
    private final BrokerLimit broker;
    private final Sockets sockets;
    private final BareServer server;
    private final String redisUrl;

    private Limits(Endpoints endpoints, Sockets sockets, BareServer server) {
        this.postgres = new PostgresLimit(endpoints);
        this.broker = new BrokerLimit(endpoints);
        this.sockets = sockets;
        this.server = server;
        this.redisUrl = endpoints.redisUrl();
    }

    /** Starts the bare server, and makes a table and a queue that go with {@link #close}. */
    public static Limits of(Endpoints endpoints, Sockets sockets) throws Exception {
        var limits = new Limits(endpoints, sockets, BareServer.start(endpoints.redisUrl()));
        limits.postgres.prepare();
        limits.broker.prepare();
        return limits;
    }

    /** As much as goes: PostgreSQL, WebSocket echo, broker. */
    public List<Limit> throughput(Shape shape) throws Exception {
        return each(shape, (workers, act) -> ClosedLoop.run(workers, act, WARM_UP, MEASURED, Window.NONE));
    }

    /** At a pace: PostgreSQL, WebSocket echo, broker. */
    public List<Limit> latency(Shape shape, int perSecond) throws Exception {
        return each(shape, (workers, act) -> OpenLoop.run(workers, perSecond, act, WARM_UP, MEASURED, Window.NONE));
    }

    /** From one to many at a pace, over a bare server. */
    public Limit fanOut(int listeners, int perSecond, int bytes) throws InterruptedException {
        return new BareFanOut(sockets, server).run(listeners, perSecond, bytes, WARM_UP, MEASURED);
    }

    /**
     * From a publish at the stack's Redis to a socket of a bare server, for so many pairs at a pace.
     *
     * @param warmUp as long as the workload's: both begin cold
     */
    public Limit relay(int pairs, int perSecond, int bytes, Duration warmUp, Duration measured)
            throws InterruptedException {
        return new BareRelay(sockets, server, redisUrl).run(pairs, perSecond, bytes, warmUp, measured);
    }

    /** How long so many frames of so many bytes take to one socket. */
    public Duration download(int frames, int bytes) throws InterruptedException {
        return new BareSockets(sockets, server).download(frames, bytes);
    }

    /** So many clients connect at once and ask for so many bytes; timed from the beginning of all. */
    public Limit reconnect(int clients, int bytes) {
        return new BareSockets(sockets, server).reconnect(clients, bytes);
    }

    /** What a bare server holds for each of so many sockets, in bytes. */
    public double idleSocketBytes(int count) throws IOException, InterruptedException {
        return new BareSockets(sockets, server).idleBytes(count);
    }

    /** Sends and waits for the echo of as many bytes, as much as goes or at a pace. */
    private Limit echo(Shape shape, Loop loop) throws Exception {
        int bytes = shape.batch() * shape.opBytes();
        try (var act = EchoAct.of(sockets, server.uri("/echo"), shape.workers(), bytes)) {
            return Limit.of("WebSocket echo", loop.run(shape.workers(), act), shape.batch());
        }
    }

    private List<Limit> each(Shape shape, Loop loop) throws Exception {
        var few = new Shape(Math.min(shape.workers(), MOST_CONNECTIONS), shape.batch(), shape.opBytes());
        try (var inserts = postgres.act(few);
                var publishes = broker.act(few)) {
            return List.of(
                    Limit.of("PostgreSQL inserts", loop.run(few.workers(), inserts), shape.batch()),
                    echo(shape, loop),
                    Limit.of("broker confirms", loop.run(few.workers(), publishes), shape.batch()));
        }
    }

    private interface Loop {
        LoadResult run(int workers, Act act) throws InterruptedException;
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            postgres.discard();
            broker.discard();
        } catch (Exception e) {
            throw new IOException("the limits left something behind", e);
        }
    }
}
