package dev.xeocontext.bench.client;

import dev.xeocontext.contracts.clock.HybridClock;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Todos of about 200 bytes, the same for everyone and every run. */
public final class Todos {

    /** The collection that benches write to. */
    public static final String COLLECTION = "todos";

    private static final String NOTES =
            "Bring the old lamp and two of the longer screws; the shop closes at six, and the back door is locked.";
    private static final int DAYS = 28;

    private Todos() {}

    /** Puts of new records, one after the other. */
    public static List<Op> puts(HybridClock clock, int first, int count) {
        var ops = new ArrayList<Op>(count);
        for (int i = 0; i < count; i++) {
            ops.add(put(clock, newId(), first + i));
        }
        return ops;
    }

    public static Op put(HybridClock clock, UUID record, int number) {
        return new Op(newId(), COLLECTION, record, OpKind.PUT, clock.now(), fields(number), Map.of());
    }

    /** What such a todo says. */
    public static Map<String, Object> fields(int number) {
        return Map.of(
                "title",
                "Mend the light of bicycle %06d".formatted(number % 1_000_000),
                "notes",
                NOTES,
                "status",
                number % 2 == 0 ? "open" : "done",
                "due",
                "2026-12-%02dT09:00".formatted(1 + number % DAYS));
    }

    /** UUIDv7 of now. */
    public static UUID newId() {
        var random = ThreadLocalRandom.current();
        long time = System.currentTimeMillis() << 16;
        return new UUID(time | 0x7000L | random.nextInt(0x1000), random.nextLong() >>> 2 | 1L << 63);
    }
}
