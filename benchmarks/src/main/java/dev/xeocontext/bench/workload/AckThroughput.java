package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Todos;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;

/** How many ops are acknowledged in a second when everyone pushes as fast as acks come. A store for each connection. */
record AckThroughput(String name, int connections) implements Workload {

    private static final int BATCH = 10;

    @Override
    public String what() {
        return "%d connections with a store each push %d new todos at a time, the next ones at the ack"
                .formatted(connections, BATCH);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        return new PushLoop(bench, BATCH)
                .run(
                        bench.fleet().strangers(connections),
                        (device, number) -> Todos.puts(device.clock(), number * BATCH, BATCH),
                        new Figures().with("connections", connections));
    }
}
