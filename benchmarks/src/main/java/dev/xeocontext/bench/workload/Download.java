package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Feed;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import java.util.ArrayList;
import java.util.List;

/** The pages of one snapshot. For the thread of its socket; read it when the subscription is live. */
final class Download implements Feed {

    private final List<SnapshotRecord> records = new ArrayList<>();
    private int pages;

    @Override
    public void page(ServerMessage.Snapshot page) {
        records.addAll(page.records());
        pages++;
    }

    List<SnapshotRecord> records() {
        return records;
    }

    int pages() {
        return pages;
    }
}
