package dev.xeocontext.kit.outbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;

/** Confirms when it is told to, in the order in which it was sent something. */
final class FakeBroker implements EventSender {

    private final List<OutboxMessage> sent = new ArrayList<>();
    private final List<UniEmitter<? super Void>> callers = new ArrayList<>();

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public Uni<Void> send(OutboxMessage message) {
        return Uni.createFrom().emitter(caller -> {
            sent.add(message);
            callers.add(caller);
        });
    }

    List<OutboxMessage> sent() {
        return sent;
    }

    void confirm(int index) {
        callers.get(index).complete(null);
    }

    void refuse(int index) {
        callers.get(index).fail(new IllegalStateException("nack"));
    }
}
