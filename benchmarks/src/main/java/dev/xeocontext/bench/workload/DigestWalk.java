package dev.xeocontext.bench.workload;

import dev.xeocontext.bench.client.Device;
import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.sync.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A replica becomes equal to the server's: sums, the leaves that differ, the records that differ. For one device. */
final class DigestWalk {

    // what the server lets a connection have without an answer
    private static final int AT_ONCE = 4;

    /**
     * What it cost.
     *
     * @param roundTrips requests that waited for an answer; those that are sent together count once
     * @param sums that were read
     * @param leaves whose hashes were read
     * @param records that were fetched
     */
    record Cost(int roundTrips, int sums, int leaves, int records) {}

    private final Device device;
    private final Replica replica;
    private final List<UUID> wanted = new ArrayList<>();
    private int roundTrips;
    private int leaves;

    DigestWalk(Device device, Replica replica) {
        this.device = device;
        this.replica = replica;
    }

    /** Complete when both sides hold the same. */
    CompletableFuture<Cost> run() {
        roundTrips++;
        return device.digest().thenCompose(sums -> {
            var differing = replica.differing(Objects.requireNonNull(sums.leaves()));
            return differing.isEmpty()
                    ? CompletableFuture.completedFuture(cost())
                    : compare(differing, 0).thenCompose(nothing -> fetch());
        });
    }

    private CompletableFuture<Void> compare(List<Integer> differing, int from) {
        if (from >= differing.size()) {
            return CompletableFuture.completedFuture(null);
        }
        roundTrips++;
        int to = Math.min(from + AT_ONCE, differing.size());
        var answers = differing.subList(from, to).stream()
                .map(leaf -> device.digest(leaf).thenAccept(this::compare))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(answers).thenCompose(nothing -> compare(differing, to));
    }

    private void compare(ServerMessage.Digest leaf) {
        leaves++;
        wanted.addAll(replica.differing(Objects.requireNonNull(leaf.hashes())));
    }

    private CompletableFuture<Cost> fetch() {
        roundTrips++;
        return device.fetch(wanted).thenApply(records -> {
            replica.take(records);
            return cost();
        });
    }

    private Cost cost() {
        return new Cost(roundTrips, Digest.LEAVES, leaves, wanted.size());
    }
}
