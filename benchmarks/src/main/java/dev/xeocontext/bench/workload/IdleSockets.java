package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Feed;
import dev.xeocontext.bench.load.Pace;
import dev.xeocontext.bench.measure.Memory;
import dev.xeocontext.bench.report.Comparison;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a socket costs that is subscribed and hears nothing. */
record IdleSockets() implements Workload {

    private static final int PEOPLE = 100;
    private static final int DEVICES = 20;
    private static final int SOCKETS = PEOPLE * DEVICES;
    private static final Duration REST = Duration.ofSeconds(3);
    private static final double KIB = 1024;

    /** Both ends of the way in. */
    private record Held(Memory sync, Memory gateway) {}

    @Override
    public String name() {
        return "idle-sockets";
    }

    @Override
    public String what() {
        return "%,d devices of %d people are connected and subscribed, and nothing happens".formatted(SOCKETS, PEOPLE);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        var accounts = bench.fleet().accounts();
        var signIns = accounts.signIn(accounts.people(PEOPLE), DEVICES);
        var before = held(bench.processes());
        var devices = bench.fleet().connect(signIns);
        devices.forEach(device -> device.subscribe(Feed.NONE).join());
        var meter = bench.meter();
        meter.opens();
        Pace.until(System.nanoTime() + REST.toNanos());
        meter.closes();
        long open = devices.stream().filter(device -> !device.isClosed()).count();
        var after = held(bench.processes());
        devices.forEach(Device::close);
        double resident = kib(after.sync().residentBytes() - before.sync().residentBytes());
        double bare = bench.limits().idleSocketBytes(SOCKETS) / KIB;
        return new Outcome(
                new Figures().with("sockets", SOCKETS),
                new Figures()
                        .with("openSockets", open)
                        .with("syncResidentKibPerSocket", resident)
                        .with(
                                "syncLiveKibPerSocket",
                                kib(after.sync().liveBytes() - before.sync().liveBytes()))
                        .with(
                                "gatewayResidentKibPerSocket",
                                kib(after.gateway().residentBytes()
                                        - before.gateway().residentBytes()))
                        .with(
                                "gatewayLiveKibPerSocket",
                                kib(after.gateway().liveBytes()
                                        - before.gateway().liveBytes())),
                List.of(new Comparison(
                        "sync-service, KiB of memory a socket", resident, "bare WebSocket server", bare)),
                "socket",
                SOCKETS,
                meter.use());
    }

    private static Held held(Map<String, Long> processes) throws IOException {
        return new Held(
                Memory.afterCollection(processes.getOrDefault("sync-service", 0L)),
                Memory.afterCollection(processes.getOrDefault("gateway", 0L)));
    }

    private static double kib(long bytes) {
        return bytes / KIB / SOCKETS;
    }
}
