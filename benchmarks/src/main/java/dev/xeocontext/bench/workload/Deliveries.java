package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.bench.client.Feed;
import dev.xeocontext.bench.client.Todos;
import dev.xeocontext.bench.load.Arrivals;
import dev.xeocontext.contracts.op.Op;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ops on their way from the device that makes them to the subscribers of its store. Safe for several threads. */
final class Deliveries {

    private final Arrivals arrivals;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    /**
     * @param first ops before this one are not timed
     * @param ops how many are made
     * @param receivers how many are to see each
     */
    Deliveries(int first, int ops, int receivers) {
        this.arrivals = new Arrivals(first, ops, receivers);
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** The op of that number. */
    List<Op> make(Device device, int number, long due) {
        var op = Todos.put(device.clock(), Todos.newId(), number);
        arrivals.sent(number, due);
        numbers.put(op.opId().toString(), number);
        return List.of(op);
    }

    /** What a receiver hears by. */
    Feed feed(int receiver) {
        return new Feed() {
            @Override
            public void event(String opId, long at) {
                var number = numbers.get(opId);
                if (number != null) {
                    arrivals.arrived(receiver, number, at);
                }
            }
        };
    }
}
