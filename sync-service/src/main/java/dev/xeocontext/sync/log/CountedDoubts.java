package dev.xeocontext.sync.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Leaves doubts to whoever reads the metrics and the log. */
@DefaultBean
@Singleton
class CountedDoubts implements HistoryDoubts {

    private static final Logger LOG = Logger.getLogger(CountedDoubts.class);

    private final Counter doubts;

    CountedDoubts(MeterRegistry meters) {
        this.doubts = meters.counter("xeo.sync.log.doubts");
    }

    @Override
    public void suspect(UUID storeId) {
        doubts.increment();
        LOG.warnf("A device knows another history of store %s", storeId);
    }
}
