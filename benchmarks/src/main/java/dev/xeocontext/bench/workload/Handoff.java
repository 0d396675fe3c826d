package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Feed;
import dev.xeocontext.bench.client.Reading;
import dev.xeocontext.bench.client.SignIn;
import dev.xeocontext.bench.load.Arrivals;
import dev.xeocontext.bench.load.LoadResult;
import dev.xeocontext.bench.load.OpenLoop;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;
import dev.xeocontext.contracts.sync.ServerMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How soon a person's other device, which is connected to another replica, is offered what the first one is at.
 *
 * <p>Timed is the way from when {@code handoff.publish} was due on a socket of the first replica to {@code handoff.offered}
 * on a socket of a second one, which is started for this: socket, script in Redis, notice, socket. Neither socket goes
 * through the gateway, as the limit has none. The limit is shorter by the first socket: it is published straight at Redis.
 */
record Handoff() implements Workload {

    private static final int PAIRS = 20;
    // a reader who leafs through; a device may say 50
    private static final int STATES_PER_PAIR = 10;
    private static final int PER_SECOND = PAIRS * STATES_PER_PAIR;
    private static final long OFFER_SECONDS = 10;

    /** Somebody at a book with one device, while the other lies beside. */
    private record Reader(Reading reading, Device at, Device beside) {}

    private interface PageListener {

        void heard(int page, long at);
    }

    @Override
    public String name() {
        return "handoff";
    }

    @Override
    public String what() {
        return "%d people tell %d states of an activity a second on one device and are offered them on another, of another replica"
                .formatted(PAIRS, STATES_PER_PAIR);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        try (var other = bench.stack().addReplica()) {
            return run(bench, other.url());
        }
    }

    private static Outcome run(Bench bench, URI other) throws Exception {
        var readers = readers(bench, other);
        // the other replica has just been started
        var warmUp = bench.coldWarmUp();
        int states = OpenLoop.acts(PER_SECOND, warmUp, bench.measured());
        // every state has the one receiver that is in its store
        var arrivals = new Arrivals(OpenLoop.acts(PER_SECOND, warmUp, Duration.ZERO), states, 1);
        var hears = pages((page, at) -> arrivals.arrived(0, page, at));
        readers.forEach(reader -> reader.beside().hears(hears));
        long before = received(readers);
        var meter = bench.meter();
        var result = OpenLoop.run(
                PAIRS,
                PER_SECOND,
                (pair, number, due) -> {
                    arrivals.sent(number, due);
                    var reader = readers.get(pair);
                    return reader.at().publish(reader.reading().at(number, 1));
                },
                warmUp,
                bench.measured(),
                meter);
        arrivals.awaitAll();
        int offerBytes =
                Math.toIntExact((received(readers) - before) / Math.max(1, arrivals.expected() - arrivals.missing()));
        readers.forEach(reader -> {
            reader.at().close();
            reader.beside().close();
        });
        var limit = bench.limits().relay(PAIRS, PER_SECOND, offerBytes, warmUp, bench.measured());
        return new Outcome(
                new Figures()
                        .with("pairs", PAIRS)
                        .with("statesPerSecondEach", STATES_PER_PAIR)
                        .with("warmUpSeconds", warmUp.toSeconds()),
                figures(arrivals, result).with("bytesPerOffer", offerBytes).with("limitFailures", limit.failures()),
                Compared.latency("offered", arrivals.latency(), limit),
                "state",
                result.acts(),
                meter.use());
    }

    /** Each connected, and begun: the other device was offered it once. */
    private static List<Reader> readers(Bench bench, URI other) throws InterruptedException {
        var accounts = bench.fleet().accounts();
        var signIns = accounts.signIn(accounts.people(PAIRS), 2);
        var at = bench.fleet().connectStraight(bench.stack().replica(), everySecond(signIns, 0));
        var beside = bench.fleet().connectStraight(other, everySecond(signIns, 1));
        return IntStream.range(0, PAIRS)
                .mapToObj(pair -> begin(at.get(pair), beside.get(pair)))
                .toList();
    }

    private static List<SignIn> everySecond(List<SignIn> all, int from) {
        return IntStream.range(0, PAIRS)
                .mapToObj(pair -> all.get(2 * pair + from))
                .toList();
    }

    private static Reader begin(Device at, Device beside) {
        var reading = new Reading();
        var offered = new CompletableFuture<Integer>();
        beside.hears(pages((page, when) -> offered.complete(page)));
        at.publish(reading.at(0, 0)).join();
        offered.orTimeout(OFFER_SECONDS, TimeUnit.SECONDS).join();
        return new Reader(reading, at, beside);
    }

    private static Feed pages(PageListener listener) {
        return new Feed() {
            @Override
            public void offered(ServerMessage.Offered offer, long at) {
                Reading.page(offer).ifPresent(page -> listener.heard(page, at));
            }
        };
    }

    private static long received(List<Reader> readers) {
        return readers.stream()
                .mapToLong(reader -> reader.beside().receivedBytes())
                .sum();
    }

    private static Figures figures(Arrivals arrivals, LoadResult result) {
        var figures = new Figures()
                .with("offered", arrivals.latency())
                .with("missing", arrivals.missing())
                .with("twice", arrivals.twice())
                .with("ok", result.latency());
        Compared.failures(figures, result);
        return figures;
    }
}
