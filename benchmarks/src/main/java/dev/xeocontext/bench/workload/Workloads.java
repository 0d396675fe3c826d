package dev.xeocontext.bench.workload;

import java.util.List;
import java.util.Optional;

/** All workloads, in the order in which they run. */
public final class Workloads {

    /** Everything. Memory comes first: what others leave in a heap would hide what sockets take. */
    public static final List<Workload> ALL = List.of(
            new IdleSockets(),
            new AckThroughput("ack-throughput", 50),
            new AckThroughput("ack-throughput-200", 200),
            new AckLatency(),
            new FanOut("fan-out", 200),
            new FanOut("fan-out-2000", 2000),
            new Propagation(),
            new Bootstrap(),
            new Reconnect("reconnect-equal", 0),
            new Reconnect("reconnect-behind", 10),
            new Contention(),
            new Handoff());

    private Workloads() {}

    public static Optional<Workload> named(String name) {
        return ALL.stream().filter(workload -> workload.name().equals(name)).findFirst();
    }
}
