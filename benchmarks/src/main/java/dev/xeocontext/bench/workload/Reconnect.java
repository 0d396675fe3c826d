package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.SignIn;
import dev.xeocontext.bench.load.Pace;
import dev.xeocontext.bench.measure.Latencies;
import dev.xeocontext.bench.report.Comparison;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Everybody comes back at once, doubting what they have: hello, and a digest walk. */
record Reconnect(String name, int behind) implements Workload {

    private static final int PEOPLE = 20;
    private static final int DEVICES = 25;
    private static final int CLIENTS = PEOPLE * DEVICES;
    private static final int RECORDS = 1_000;
    private static final long SEED = 20_261_121;
    // 256 sums as JSON
    private static final int ANSWER_BYTES = 11_000;
    private static final Duration REST = Duration.ofSeconds(2);

    /** One client that came back. */
    private record Return(DigestWalk.Cost cost, boolean equal, long requests) {}

    @Override
    public String what() {
        return "%d clients connect at once and compare stores of %,d todos, in which they are behind by %d"
                .formatted(CLIENTS, RECORDS, behind);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        var accounts = bench.fleet().accounts();
        var people = accounts.people(PEOPLE);
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        var clients = accounts.signIn(people, DEVICES);
        var replicas = replicas(bench, clients, random);
        Pace.until(System.nanoTime() + REST.toNanos());
        var latencies = new Latencies();
        var meter = bench.meter();
        meter.opens();
        long begun = System.nanoTime();
        var returns = new ArrayList<CompletableFuture<Return>>();
        for (int i = 0; i < CLIENTS; i++) {
            returns.add(comeBack(bench, clients.get(i), replicas.get(i), begun, latencies));
        }
        var done = returns.stream().map(CompletableFuture::join).toList();
        double seconds = (System.nanoTime() - begun) / 1e9;
        meter.closes();
        var summary = latencies.summary();
        var bare = bench.limits().reconnect(CLIENTS, ANSWER_BYTES);
        return new Outcome(
                new Figures().with("clients", CLIENTS).with("records", RECORDS).with("behind", behind),
                figures(done).with("seconds", seconds).with("client", summary),
                List.of(
                        new Comparison(
                                "client p50 ms",
                                summary.p50(),
                                bare.name(),
                                bare.latency().p50()),
                        new Comparison(
                                "all back, ms",
                                summary.max(),
                                bare.name(),
                                bare.latency().max())),
                "client",
                CLIENTS,
                meter.use());
    }

    /** What each client has, in the order of the clients; the stores are filled on the way. */
    private List<Replica> replicas(Bench bench, List<SignIn> clients, RandomGenerator random) {
        var replicas = new ArrayList<Replica>();
        var filling = new Filling();
        for (int person = 0; person < PEOPLE; person++) {
            var device = bench.fleet().open(clients.get(person * DEVICES)).join();
            filling.fill(List.of(device), RECORDS);
            device.close();
            var download = Download.complete(bench.fleet(), clients.get(person * DEVICES), RECORDS);
            var reader = bench.fleet().open(clients.get(person * DEVICES)).join();
            // sums are folded from the log when they are first asked for, and kept: that is not what is measured
            reader.digest().join();
            reader.close();
            var whole = Replica.of(download.records());
            for (int i = 0; i < DEVICES; i++) {
                replicas.add(whole.behind(behind, random));
            }
        }
        return replicas;
    }

    private static CompletableFuture<Return> comeBack(
            Bench bench, SignIn who, Replica replica, long begun, Latencies latencies) {
        return bench.fleet()
                .open(who)
                .thenCompose(device -> new DigestWalk(device, replica).run().thenCompose(cost -> {
                    latencies.record(System.nanoTime() - begun);
                    return verified(device, replica, cost);
                }));
    }

    /** Asks once more, so that nobody believes in a walk that led nowhere. */
    private static CompletableFuture<Return> verified(Device device, Replica replica, DigestWalk.Cost cost) {
        long requests = device.requests();
        return new DigestWalk(device, replica).run().thenApply(again -> {
            device.close();
            return new Return(cost, again.roundTrips() == 1, requests);
        });
    }

    private static Figures figures(List<Return> done) {
        var costs = done.stream().map(Return::cost).toList();
        return new Figures()
                .with("equalAfterwards", done.stream().filter(Return::equal).count())
                .with(
                        "roundTripsPerClient",
                        average(costs.stream()
                                .mapToInt(DigestWalk.Cost::roundTrips)
                                .sum()))
                .with(
                        "sumsPerClient",
                        average(costs.stream().mapToInt(DigestWalk.Cost::sums).sum()))
                .with(
                        "leavesPerClient",
                        average(costs.stream().mapToInt(DigestWalk.Cost::leaves).sum()))
                .with(
                        "recordsPerClient",
                        average(costs.stream()
                                .mapToInt(DigestWalk.Cost::records)
                                .sum()))
                .with(
                        "requestsPerClient",
                        average(done.stream().mapToLong(Return::requests).sum()));
    }

    private static double average(long sum) {
        return sum / (double) CLIENTS;
    }
}
