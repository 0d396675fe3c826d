package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Todos;
import dev.xeocontext.bench.report.Figures;
import dev.xeocontext.bench.report.Outcome;
import java.util.stream.Stream;

/** Everyone writes to the same records of one store: locks, merges and one history. */
record Contention() implements Workload {

    private static final int WRITERS = 20;
    private static final int RECORDS = 10;

    @Override
    public String name() {
        return "contention";
    }

    @Override
    public String what() {
        return "%d devices of one store push changes of the same %d todos, the next ones at the ack"
                .formatted(WRITERS, RECORDS);
    }

    @Override
    public Outcome run(Bench bench) throws Exception {
        var records = Stream.generate(Todos::newId).limit(RECORDS).toList();
        return new PushLoop(bench, RECORDS)
                .run(
                        bench.fleet().household(WRITERS),
                        (device, number) -> records.stream()
                                .map(record -> Todos.put(device.clock(), record, number))
                                .toList(),
                        new Figures().with("writers", WRITERS));
    }
}
