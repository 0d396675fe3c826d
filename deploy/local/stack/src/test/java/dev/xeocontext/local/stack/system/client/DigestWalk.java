package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways back: compares a replica of one collection with the server by digests, leaf by leaf where those differ, and
 * fetches the records that differ and no others.
 */
public final class DigestWalk {

    /**
     * What a walk has cost.
     *
     * @param leaves how many leaves differed
     * @param records how many records were fetched or dropped
     */
    public record Cost(int leaves, int records) {

        /** Both sides were equal, which one answer told. */
        public static final Cost NOTHING = new Cost(0, 0);
    }

    private static final int IDS_AT_ONCE = 100;

    private final Client server;
    private final LocalStore replica;
    private final String collection;

    private DigestWalk(Client server, LocalStore replica, String collection) {
        this.server = server;
        this.replica = replica;
        this.collection = collection;
    }

    /**
     * Makes a replica equal to the server.
     *
     * @param server whose connection the questions go over
     * @throws java.util.concurrent.CompletionException with {@link ConnectionLost} when that breaks
     */
    public static Cost of(Client server, LocalStore replica, String collection) {
        return new DigestWalk(server, replica, collection).walk();
    }

    /** What the server says of the whole collection. */
    public static ServerMessage.Digest sums(Client server, String collection) {
        return new DigestWalk(server, server.store(), collection).digest(null);
    }

    private Cost walk() {
        var theirs = digest(null);
        var ours = replica.digest(collection, theirs.purgedBefore());
        if (LeafSum.of(ours.root()).equals(theirs.root())) {
            return Cost.NOTHING;
        }
        var sums = Objects.requireNonNull(theirs.leaves(), "leaves");
        int leaves = 0;
        var wanted = new ArrayList<UUID>();
        for (int leaf = 0; leaf < sums.size(); leaf++) {
            if (!LeafSum.of(ours.leaf(leaf)).equals(sums.get(leaf))) {
                leaves++;
                wanted.addAll(differences(leaf));
            }
        }
        for (int from = 0; from < wanted.size(); from += IDS_AT_ONCE) {
            fetch(wanted.subList(from, Math.min(wanted.size(), from + IDS_AT_ONCE)));
        }
        return new Cost(leaves, wanted.size());
    }

    private List<UUID> differences(int leaf) {
        var answer = digest(leaf);
        var theirs = Objects.requireNonNull(answer.hashes(), "hashes");
        var ours = replica.leaf(collection, leaf, answer.purgedBefore());
        var differ = new ArrayList<UUID>();
        theirs.forEach((id, hash) -> {
            if (!hash.equals(ours.get(id))) {
                differ.add(id);
            }
        });
        ours.keySet().stream().filter(id -> !theirs.containsKey(id)).forEach(differ::add);
        return differ;
    }

    /** What the server does not have is dropped. */
    private void fetch(List<UUID> ids) {
        var answer = ask(ref -> new ClientMessage.Fetch(ref, null, collection, new ArrayList<>(ids)));
        if (!(answer instanceof ServerMessage.Snapshot page) || page.next() != null) {
            throw new IllegalStateException("not one page of what was asked for: " + answer);
        }
        replica.takeFetched(page);
        var named =
                page.records().stream().map(ServerMessage.SnapshotRecord::id).toList();
        ids.stream().filter(id -> !named.contains(id)).forEach(id -> replica.drop(new RecordKey(collection, id)));
    }

    private ServerMessage.Digest digest(@Nullable Integer leaf) {
        var answer = ask(ref -> new ClientMessage.Digest(ref, null, collection, leaf));
        if (answer instanceof ServerMessage.Digest digest) {
            return digest;
        }
        throw new IllegalStateException("no digest: " + answer);
    }

    private ServerMessage ask(Function<String, ClientMessage> question) {
        return server.ask(question).join();
    }
}
