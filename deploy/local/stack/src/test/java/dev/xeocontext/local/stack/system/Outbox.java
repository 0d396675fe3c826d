package dev.xeocontext.local.stack.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.awaitility.core.ConditionTimeoutException;

/** The unsent ops of a device that nothing keeps from delivering them: it sends again, and connects again. */
final class Outbox {

    private static final int BATCH = 20;
    private static final Duration OUTAGE = Duration.ofSeconds(90);
    private static final Set<String> SETTLED = Set.of("applied", "superseded", "duplicate");

    private final Account account;
    private final List<Op> unsent;
    private final Set<String> acknowledged = new TreeSet<>();
    private Device device;

    Outbox(Account account, List<Op> ops) {
        this.account = account;
        this.unsent = new ArrayList<>(ops);
        this.device = Device.connect(account);
    }

    /** Sends until no more than this many ops are left. */
    void drain(int left) {
        await("ops drain to " + left).atMost(OUTAGE).pollDelay(Duration.ZERO).until(() -> {
            while (unsent.size() > left) {
                if (!sent()) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The ids of the ops that the server took responsibility for. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    void close() {
        device.close();
    }

    /** Whether the next batch was settled as a whole. */
    private boolean sent() {
        var batch = List.copyOf(unsent.subList(0, Math.min(BATCH, unsent.size())));
        try {
            if (!device.isOpen()) {
                device = device.reconnect(account);
            }
            var settled = new TreeSet<String>();
            for (var result : device.push(batch.toArray(Op[]::new))) {
                var status = result.path("status").asText();
                if (status.equals("rejected")) {
                    throw new AssertionError("rejected: " + result);
                }
                if (SETTLED.contains(status)) {
                    settled.add(result.path("opId").asText());
                }
            }
            acknowledged.addAll(settled);
            unsent.removeIf(op -> settled.contains(op.opId().toString()));
            return settled.size() == batch.size();
        } catch (Device.SocketClosed | ConditionTimeoutException | CompletionException e) {
            device.close();
            return false;
        }
    }
}
