package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.FieldState;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.ServerMessage.EventKind;
import dev.xeocontext.local.stack.system.client.Client;
import dev.xeocontext.local.stack.system.client.DigestWalk;
import dev.xeocontext.local.stack.system.client.RecordKey;
import dev.xeocontext.local.stack.system.client.Setup;
import dev.xeocontext.local.stack.system.client.Wish;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What must hold once everybody is online and quiet. A watcher has seen every event after a place in the log. */
final class Verdict {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Household household;
    private final Client watcher;
    private final long from;

    /** @param from the {@code seq} after which the watcher has seen everything as it happened */
    Verdict(Household household, Client watcher, long from) {
        this.household = household;
        this.watcher = watcher;
        this.from = from;
    }

    /** Everything, of a history that was never cut off. */
    void on(List<Client> clients) {
        onRecords(clients);
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.store().refused()).isEmpty());
        toldEverythingOnce();
        deletionsStand();
    }

    /** Replicas, server and REST agree, and no acked op is missing: whatever became of the log. */
    void onRecords(List<Client> clients) {
        await("all agree")
                .atMost(PATIENCE)
                .ignoreException(CompletionException.class)
                .untilAsserted(() -> {
                    restShowsTheSame();
                    clients.forEach(client -> assertThat(client.store().canonical())
                            .isEqualTo(watcher.store().canonical()));
                    theServersDigestIsTheSame();
                });
        for (var client : clients) {
            assertThat(client.journal().breaches()).isEmpty();
            keptEveryAckedOp(client);
        }
        assertThat(watcher.journal().breaches()).isEmpty();
        aNewDeviceSeesTheSame();
    }

    private void toldEverythingOnce() {
        var events = watcher.journal().events();
        assertThat(events)
                .extracting(DeltaEvent::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(from + 1, from + events.size())
                        .boxed()
                        .toList());
        assertThat(events.stream().map(DeltaEvent::opId).filter(Objects::nonNull))
                .doesNotHaveDuplicates();
    }

    /** Whatever was acked is in the record, or was beaten there by something later. */
    private void keptEveryAckedOp(Client client) {
        var records = watcher.store().confirmed();
        for (var op : client.journal().acked().values()) {
            var state = records.getOrDefault(new RecordKey(op.collection(), op.id()), RecordState.EMPTY);
            var clock = Objects.requireNonNull(op.hlc());
            assertThat(reached(op, state))
                    .as("clocks that %s reached", op)
                    .allSatisfy(reached -> assertThat(reached).isGreaterThanOrEqualTo(clock));
        }
    }

    private static List<Hlc> reached(Op op, RecordState state) {
        return switch (op.kind()) {
            case PUT ->
                op.fields().keySet().stream()
                        .map(state.fields()::get)
                        .map(Objects::requireNonNull)
                        .map(FieldState::latest)
                        .toList();
            case DELETE, RESTORE ->
                List.of(Objects.requireNonNull(state.deletion()).clock());
        };
    }

    /** A deleted record comes back by a restore with a greater clock, and by nothing else. */
    private void deletionsStand() {
        var deletions = new HashMap<RecordKey, Deletion>();
        for (var event : watcher.journal().events()) {
            var key = new RecordKey(event.collection(), event.id());
            var before = deletions.get(key);
            var now = event.deleted();
            // the log need not be in the order of clocks: what is older has no effect
            if (now != null && (before == null || now.clock().isAfter(before.clock()))) {
                deletions.put(key, now);
                var isBack = before != null && before.value() && !now.value();
                assertThat(!isBack || event.kind() == EventKind.RESTORE)
                        .as(event::toString)
                        .isTrue();
            }
        }
        deletions.forEach((key, last) -> assertThat(watcher.store()
                        .confirmed()
                        .getOrDefault(key, RecordState.EMPTY)
                        .deletion())
                .as(key::toString)
                .isEqualTo(last));
    }

    private void theServersDigestIsTheSame() {
        for (var collection : Wish.ALL.collections()) {
            var theirs = DigestWalk.sums(watcher, collection);
            var ours = watcher.store().digest(collection, theirs.purgedBefore());
            assertThat(theirs.root()).as(collection).isEqualTo(LeafSum.of(ours.root()));
            assertThat(theirs.leaves())
                    .as(collection)
                    .isEqualTo(IntStream.range(0, Digest.LEAVES)
                            .mapToObj(leaf -> LeafSum.of(ours.leaf(leaf)))
                            .toList());
        }
    }

    private void aNewDeviceSeesTheSame() {
        try (var newcomer = Client.of(Setup.of(household.login(0))).online()) {
            await("the new device has everything").atMost(PATIENCE).until(newcomer::isQuiet);
            assertThat(newcomer.store().canonical()).isEqualTo(watcher.store().canonical());
            assertThat(newcomer.journal().breaches()).isEmpty();
        }
    }

    private void restShowsTheSame() {
        var overRest = new HashMap<String, Map<String, Object>>();
        household.person().todos().forEach(todo -> overRest.put(String.valueOf(todo.get("id")), todo));
        var visible = new HashMap<String, RecordState>();
        watcher.store().confirmed().forEach((key, state) -> {
            if (!state.isDeleted() && !state.equals(RecordState.EMPTY)) {
                visible.put(key.id().toString(), state);
            }
        });
        assertThat(overRest).containsOnlyKeys(visible.keySet());
        visible.forEach((id, state) -> RestRecords.assertShows(Objects.requireNonNull(overRest.get(id)), state));
    }
}
