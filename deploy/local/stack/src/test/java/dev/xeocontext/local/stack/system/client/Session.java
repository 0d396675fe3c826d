package dev.xeocontext.local.stack.system.client;

import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.op.OpStatus;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.Limits;
import dev.xeocontext.contracts.sync.ServerMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connection, from hello to its end: ops go up first, then the subscription begins. For the client's thread. */
final class Session {

    private static final String SUB = "all";
    private static final long SUBSCRIBE_AGAIN_MILLIS = 500;

    private final Setup setup;
    private final Wire wire;
    private final Frames frames;
    private final Map<String, List<Op>> pushes = new HashMap<>();
    private final Map<String, CompletableFuture<ServerMessage>> questions = new HashMap<>();
    private @Nullable Limits limits;
    private @Nullable Progress progress;
    private @Nullable String subscribing;
    private boolean live;
    private long pausedUntil = System.nanoTime();
    private int refs;

    Session(Setup setup, Wire wire, Frames frames) {
        this.setup = setup;
        this.wire = wire;
        this.frames = frames;
    }

    Wire wire() {
        return wire;
    }

    boolean isLive() {
        return live;
    }

    void begin() {
        var login = setup.login();
        var device = new ClientMessage.Device(
                login.deviceId(), "Test", "test", setup.store().node());
        send(new ClientMessage.Hello(1, login.token(), device));
    }

    /** Sends what is to be sent by now. */
    void pump() {
        if (limits == null) {
            return;
        }
        while (pushes.size() < limits.inFlightPushes() && !isPaused()) {
            var limit = frames.limit(Math.min(setup.opsPerPush(), limits.opsPerPush()), limits.frameBytes());
            var batch = setup.store().batch(underway(), limit);
            if (batch.isEmpty()) {
                break;
            }
            var ref = ref();
            pushes.put(ref, batch);
            send(new ClientMessage.Push(ref, null, new ArrayList<>(batch), null));
        }
        if (pushes.isEmpty() && progress == null && !isPaused()) {
            subscribe();
        }
    }

    private boolean isPaused() {
        return System.nanoTime() - pausedUntil < 0;
    }

    private void pause(long millis) {
        pausedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    void ping() {
        send(new ClientMessage.Ping(null));
    }

    void ask(Function<String, ClientMessage> question, CompletableFuture<ServerMessage> answer) {
        var ref = ref();
        questions.put(ref, answer);
        send(question.apply(ref));
    }

    void end() {
        questions.values().forEach(answer -> answer.completeExceptionally(new ConnectionLost()));
    }

    private void subscribe() {
        var store = setup.store();
        var place = store.place();
        progress = new Progress(store.seq(), store.isExact() && place.cursor() != null);
        var wish = setup.wish();
        subscribing = ref();
        send(new ClientMessage.Subscribe(
                subscribing, SUB, null, wish.collections(), wish.where(), place.cursor(), place.next()));
    }

    void on(ServerMessage message) {
        switch (message) {
            case ServerMessage.Welcome welcome -> welcomed(welcome);
            case ServerMessage.Ack ack -> acknowledged(ack);
            case ServerMessage.Snapshot page -> on(page);
            case ServerMessage.Delta delta -> on(delta);
            case ServerMessage.Live now -> {
                setup.store().take(now);
                live = true;
            }
            case ServerMessage.Reset reset -> {
                setup.journal().reset();
                setup.store().take(reset);
                live = false;
            }
            case ServerMessage.Digest digest -> answer(digest.ref(), digest);
            case ServerMessage.Ok ok -> answer(ok.ref(), ok);
            case ServerMessage.Failure failure -> failed(failure);
            case ServerMessage.Lagging lagging -> {}
            case ServerMessage.Draining draining -> {}
            case ServerMessage.Pong pong -> {}
            case ServerMessage.Presence presence -> {}
            case ServerMessage.Present present -> {}
            case ServerMessage.Offered offered -> {}
            case ServerMessage.Claimed claimed -> {}
            case ServerMessage.ReleaseRequested requested -> {}
            case ServerMessage.Granted granted -> {}
            case ServerMessage.Expired expired -> {}
            case ServerMessage.TokenExpiring expiring -> {}
        }
    }

    private void welcomed(ServerMessage.Welcome welcome) {
        limits = welcome.limits();
        setup.store().measure(welcome.serverTime());
        setup.store().welcomed(welcome.stores().getFirst().epoch());
    }

    private void acknowledged(ServerMessage.Ack ack) {
        var ops = pushes.remove(ack.ref());
        if (ops == null || ops.size() != ack.results().size()) {
            setup.journal().breach("an ack that does not fit its push: " + ack);
            return;
        }
        for (int i = 0; i < ops.size(); i++) {
            acknowledged(ops.get(i), ack.results().get(i));
        }
    }

    private void acknowledged(Op op, OpResult result) {
        if (!op.opId().toString().equals(result.opId())) {
            setup.journal().breach("a result of another op: " + result);
            return;
        }
        setup.journal().answered(op, result);
        setup.store().take(op, result);
        if (result.status() == OpStatus.RETRY) {
            var millis = result.retryAfterMs();
            pause(millis == null ? 0 : millis);
        }
    }

    /** A subscription that cannot be served now is asked for again in a moment. */
    private void failed(ServerMessage.Failure failure) {
        setup.journal().error(failure.problem().toString());
        if (subscribing != null && subscribing.equals(failure.ref())) {
            progress = null;
            live = false;
            pause(SUBSCRIBE_AGAIN_MILLIS);
        }
        answer(failure.ref(), failure);
    }

    private void on(ServerMessage.Snapshot page) {
        if (page.sub() == null) {
            setup.store().takeFetched(page);
            answer(page.ref(), page);
            return;
        }
        setup.store().take(page);
        if (page.cursor() != null && progress != null) {
            progress.jumpTo(page.asOf());
        }
    }

    private void on(ServerMessage.Delta delta) {
        var fault = progress == null ? Optional.of("a delta before subscribe") : progress.follow(delta);
        fault.ifPresent(setup.journal()::breach);
        setup.journal().saw(delta);
        setup.store().take(delta);
    }

    private void answer(@Nullable String ref, ServerMessage message) {
        var answer = questions.remove(ref);
        if (answer != null) {
            answer.complete(message);
        }
    }

    private Set<UUID> underway() {
        var ids = new HashSet<UUID>();
        pushes.values().forEach(ops -> ops.forEach(op -> ids.add(op.opId())));
        return ids;
    }

    private String ref() {
        return Integer.toString(++refs);
    }

    private void send(ClientMessage message) {
        wire.send(frames.write(message));
    }
}
