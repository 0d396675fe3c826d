package dev.xeocontext.kit.outbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Confirms a little later, and closes the channel over some messages: then everything fails that was not confirmed, and nothing
 * is taken until the channel is mended.
 */
final class FragileBroker implements EventSender {

    private static final Executor LATER = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private final Set<String> poison = new HashSet<>();
    private final List<String> confirmed = new ArrayList<>();
    private Map<String, UniEmitter<? super Void>> inFlight = new LinkedHashMap<>();
    private boolean away;
    private boolean silent;

    @Override
    public synchronized boolean isReady() {
        return !away;
    }

    @Override
    public Uni<Void> send(OutboxMessage message) {
        return Uni.createFrom().emitter(caller -> take(message.id().toString(), caller));
    }

    private void take(String id, UniEmitter<? super Void> caller) {
        List<UniEmitter<? super Void>> lost = List.of();
        synchronized (this) {
            if (away) {
                caller.fail(new NotSent("away"));
                return;
            }
            inFlight.put(id, caller);
            if (poison.contains(id)) {
                away = true;
                lost = List.copyOf(inFlight.values());
                inFlight = new LinkedHashMap<>();
            }
        }
        lost.forEach(one -> one.fail(new IOException("the channel is closed")));
        LATER.execute(() -> confirm(id));
    }

    private void confirm(String id) {
        UniEmitter<? super Void> caller;
        synchronized (this) {
            caller = silent ? null : inFlight.remove(id);
            if (caller == null) {
                return;
            }
            confirmed.add(id);
        }
        caller.complete(null);
    }

    synchronized void poison(String id) {
        poison.add(id);
    }

    synchronized void goAway() {
        away = true;
    }

    synchronized void mend() {
        away = false;
    }

    synchronized void fallSilent() {
        silent = true;
    }

    synchronized List<String> confirmed() {
        return List.copyOf(confirmed);
    }
}
