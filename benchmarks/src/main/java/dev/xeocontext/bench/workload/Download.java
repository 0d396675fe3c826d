package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Feed;
import dev.xeocontext.bench.client.Fleet;
import dev.xeocontext.bench.client.SignIn;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The pages of one snapshot, which after a {@code reset} begins anew. For the thread of its socket; read it when the subscription is live. */
final class Download implements Feed {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<UUID, SnapshotRecord> records = new LinkedHashMap<>();
    private int pages;

    /**
     * Reads a store anew until it shows so many todos: an ack may come before the log has its event.
     *
     * @throws IllegalStateException when it does not within two minutes
     */
    static Download complete(Fleet fleet, SignIn who, int todos) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int seen = 0;
        while (System.nanoTime() - deadline < 0) {
            var device = fleet.open(who).join();
            var download = new Download();
            device.subscribe(download).join();
            device.close();
            seen = download.records.size();
            if (seen == todos) {
                return download;
            }
        }
        throw new IllegalStateException("of %d acked todos only %d can be read".formatted(todos, seen));
    }

    @Override
    public void page(ServerMessage.Snapshot page) {
        page.records().forEach(record -> records.put(record.id(), record));
        pages++;
    }

    Collection<SnapshotRecord> records() {
        return records.values();
    }

    int pages() {
        return pages;
    }
}
