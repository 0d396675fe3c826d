package dev.xeocontext.bench.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.xeocontext.bench.client.Todos;
import dev.xeocontext.contracts.clock.HybridClock;
import java.time.InstantSource;

/** How many bytes an op has on the wire: what limits are given to carry. */
final class OpSize {

    static final int BYTES = measure();

    private OpSize() {}

    private static int measure() {
        try {
            var clock = new HybridClock(InstantSource.system(), 1);
            return new JsonMapper().writeValueAsBytes(Todos.put(clock, Todos.newId(), 0)).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
