package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.sync.log.HistoryDoubts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Counts, and passes doubts on to whoever looks into them. */
@Singleton
final class FeedWitness implements Witness {

    private final Counter cuts;
    private final Map<ResetReason, Counter> resets = new EnumMap<>(ResetReason.class);
    private final HistoryDoubts doubts;

    FeedWitness(MeterRegistry meters, HistoryDoubts doubts) {
        this.cuts = meters.counter("xeo.sync.feed.cuts");
        for (ResetReason reason : ResetReason.values()) {
            String label = reason.name().toLowerCase(Locale.ROOT);
            resets.put(reason, meters.counter("xeo.sync.feed.resets", "reason", label));
        }
        this.doubts = doubts;
    }

    @Override
    public void cut() {
        cuts.increment();
    }

    @Override
    public void reset(ResetReason reason) {
        Counter counter = resets.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void doubted(UUID storeId) {
        doubts.suspect(storeId);
    }
}
