package dev.xeocontext.sync.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.Activity;
import dev.xeocontext.sync.presence.Online;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** Two replicas on a real Redis, and a store of three devices. */
abstract class TwoReplicas {

    static final UUID LAPTOP = new UUID(1, 1);
    static final UUID TABLET = new UUID(1, 2);
    static final UUID PHONE = new UUID(1, 3);

    final UUID store = UUID.randomUUID();
    final UUID book = UUID.randomUUID();
    final Set<UUID> connected = ConcurrentHashMap.newKeySet();
    final Online online = (storeId, deviceId) -> Uni.createFrom().item(() -> connected.contains(deviceId));
    final FakeHistory history = new FakeHistory();
    final Replica replica = new Replica(online, history, Map.of("activities", "3"));
    final Replica other = new Replica(online, history, Map.of("activities", "3"));
    final HeardNotices heard = new HeardNotices(store);

    @AfterEach
    void close() {
        heard.close();
        replica.close();
        other.close();
    }

    static ProblemException failure(ThrowingCallable work) {
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(work);
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        assertThat(cause).isInstanceOf(ProblemException.class);
        return (ProblemException) cause;
    }

    static List<String> pointers(ProblemException failure) {
        return failure.problem().errors().stream().map(Problem.Fault::pointer).toList();
    }

    Activity onOther() {
        return Replica.await(other.activities().of(store)).getFirst();
    }
}
