package dev.xeocontext.contracts.clock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.xeocontext.contracts.Vectors;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HybridClockTest {

    private static final long NODE = 7;

    @TestFactory
    Stream<DynamicTest> runsAsTheVectors() {
        return Vectors.list(Vectors.read("clock.json").get("runs")).stream()
                .map(run -> DynamicTest.dynamicTest(run.get("name").asText(), () -> run(run.get("steps"))));
    }

    private static void run(JsonNode steps) {
        AtomicLong wall = new AtomicLong();
        HybridClock clock = new HybridClock(() -> Instant.ofEpochMilli(wall.get()), NODE);
        for (JsonNode step : steps) {
            if (step.has("wall")) {
                wall.set(step.get("wall").asLong());
            } else if (step.has("observe")) {
                clock.observe(reading(step.get("observe"), NODE + 1));
            } else {
                assertThat(clock.now()).isEqualTo(reading(step.get("now"), NODE));
            }
        }
    }

    private static Hlc reading(JsonNode pair, long node) {
        return new Hlc(pair.get(0).asLong(), pair.get(1).asInt(), node);
    }

    @Property(seed = "2")
    void everyReadingIsGreaterThanAllBeforeIt(
            @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 40) Long> walls,
            @ForAll @Size(max = 60) List<@LongRange(min = 1, max = 60) Long> remotes) {
        AtomicLong wall = new AtomicLong();
        HybridClock clock = new HybridClock(() -> Instant.ofEpochMilli(wall.get()), NODE);
        Hlc greatest = new Hlc(0, 0, 0);
        for (int i = 0; i < Math.max(walls.size(), remotes.size()); i++) {
            if (i < walls.size()) {
                wall.set(walls.get(i));
            }
            if (i < remotes.size()) {
                Hlc remote = new Hlc(remotes.get(i), i % 3 == 0 ? Hlc.MAX_COUNTER : i, -1);
                clock.observe(remote);
                greatest = Hlc.max(greatest, remote);
            }
            Hlc now = clock.now();
            assertThat(now).isGreaterThan(greatest);
            greatest = now;
        }
    }
}
