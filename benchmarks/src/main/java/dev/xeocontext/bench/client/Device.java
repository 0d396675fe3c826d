package dev.xeocontext.bench.client;

import dev.xeocontext.contracts.clock.HybridClock;
import dev.xeocontext.contracts.op.Op;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.Protocol;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import io.vertx.core.http.WebSocket;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** One device on one socket, subscribed at most once. Safe for several threads. */
public final class Device {

    private static final String WELCOME = "welcome";
    private static final String SUB = "all";
    private static final int IN_FLIGHT = 4;

    private final WebSocket socket;
    private final Frames frames;
    private final long node = ThreadLocalRandom.current().nextLong();
    private final HybridClock clock = new HybridClock(InstantSource.system(), node);
    private final Answers answers = new Answers();
    private final InFlight pushes = new InFlight(IN_FLIGHT);
    private final AtomicLong refs = new AtomicLong();
    private final LongAdder requests = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final List<SnapshotRecord> fetched = new ArrayList<>();
    private volatile Feed feed = Feed.NONE;

    private Device(WebSocket socket, Frames frames) {
        this.socket = socket;
        this.frames = frames;
        socket.textMessageHandler(this::hear);
        socket.exceptionHandler(failure -> answers.end(new Refused(failure.toString())));
        socket.closeHandler(nothing ->
                answers.end(new Refused("closed: " + socket.closeStatusCode() + ' ' + socket.closeReason())));
    }

    /** Connects and says hello; complete when the server has said welcome. */
    public static CompletableFuture<Device> open(Sockets sockets, URI sync, SignIn who, Frames frames) {
        return sockets.open(sync, List.of(Protocol.NAME))
                .thenApply(socket -> new Device(socket, frames))
                .thenCompose(device -> device.hello(who));
    }

    /** The clock that ops of this device are stamped by. */
    public HybridClock clock() {
        return clock;
    }

    /** Complete with what became of each op, in their order; waits its turn where the server allows no more pushes. */
    public CompletableFuture<List<OpResult>> push(List<Op> ops) {
        var results = new CompletableFuture<List<OpResult>>();
        pushes.enter(() -> {
            var unused = ask(ref -> new ClientMessage.Push(ref, null, new ArrayList<>(ops), null))
                    .whenComplete((answer, failure) -> pushes.leave())
                    .thenApply(answer -> ((ServerMessage.Ack) answer).results())
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            results.complete(done);
                        } else {
                            results.completeExceptionally(failure);
                        }
                    });
        });
        return results;
    }

    /** Tells what this device is at; complete with the version that it has it under. */
    public CompletableFuture<Long> publish(ClientMessage.Draft activity) {
        return ask(ref -> new ClientMessage.Publish(ref, null, activity))
                .thenApply(answer -> Objects.requireNonNull(((ServerMessage.Ok) answer).version(), "version"));
    }

    /** Who hears from now on what this device is told. */
    public void hears(Feed listener) {
        feed = listener;
    }

    /** Asks for all todos from the start; complete when the subscription is live. */
    public CompletableFuture<ServerMessage> subscribe(Feed hears) {
        feed = hears;
        var live = answers.await(SUB);
        var unused = ask(ref ->
                        new ClientMessage.Subscribe(ref, SUB, null, List.of(Todos.COLLECTION), null, null, null))
                .whenComplete((answer, failure) -> {
                    if (failure instanceof Refused refusal) {
                        answers.refuse(SUB, refusal);
                    }
                });
        return live;
    }

    /** Asks for the sums of all leaves. */
    public CompletableFuture<ServerMessage.Digest> digest() {
        return ask(ref -> new ClientMessage.Digest(ref, null, Todos.COLLECTION, null))
                .thenApply(ServerMessage.Digest.class::cast);
    }

    /** Asks for the hashes of one leaf. */
    public CompletableFuture<ServerMessage.Digest> digest(int leaf) {
        return ask(ref -> new ClientMessage.Digest(ref, null, Todos.COLLECTION, leaf))
                .thenApply(ServerMessage.Digest.class::cast);
    }

    /** Asks for these records; one fetch at a time. */
    public CompletableFuture<List<SnapshotRecord>> fetch(List<UUID> ids) {
        return ask(ref -> new ClientMessage.Fetch(ref, null, Todos.COLLECTION, new ArrayList<>(ids)))
                .thenApply(last -> {
                    var all = List.copyOf(fetched);
                    fetched.clear();
                    return all;
                });
    }

    /** How many bytes of text came, hello included. */
    public long receivedBytes() {
        return received.sum();
    }

    /** How many requests were sent, hello included. */
    public long requests() {
        return requests.sum();
    }

    public boolean isClosed() {
        return socket.isClosed();
    }

    public void close() {
        var unused = socket.close();
    }

    private CompletableFuture<Device> hello(SignIn who) {
        var device = new ClientMessage.Device(
                who.deviceId(), "Bench", "bench", HexFormat.of().toHexDigits(node));
        var welcome = answers.await(WELCOME);
        send(new ClientMessage.Hello(Protocol.VERSION, who.token(), device));
        return welcome.thenApply(message -> this);
    }

    private CompletableFuture<ServerMessage> ask(Function<String, ClientMessage> request) {
        var ref = Long.toString(refs.getAndIncrement());
        var answer = answers.await(ref);
        send(request.apply(ref));
        return answer;
    }

    private void send(ClientMessage message) {
        requests.increment();
        var unused = socket.writeTextMessage(frames.write(message))
                .onFailure(failure -> answers.end(new Refused(failure.toString())));
    }

    private void hear(String frame) {
        long at = System.nanoTime();
        received.add(frame.length());
        switch (frames.read(frame)) {
            case Incoming.Events events -> events.opIds().forEach(op -> feed.event(op, at));
            case Incoming.Whole whole -> hear(whole.message(), at);
        }
    }

    private void hear(ServerMessage message, long at) {
        switch (message) {
            case ServerMessage.Welcome welcome -> answers.answer(WELCOME, welcome);
            case ServerMessage.Ack ack -> answers.answer(ack.ref(), ack);
            case ServerMessage.Snapshot page -> hear(page);
            case ServerMessage.Live live -> answers.answer(live.sub(), live);
            case ServerMessage.Digest digest -> answers.answer(digest.ref(), digest);
            case ServerMessage.Ok ok -> answers.answer(ok.ref(), ok);
            case ServerMessage.Failure failure ->
                answers.refuse(
                        failure.ref() == null ? WELCOME : failure.ref(),
                        new Refused(failure.problem().toString()));
            case ServerMessage.Delta delta -> throw new IllegalStateException("deltas are read as events");
            case ServerMessage.Reset reset -> {}
            case ServerMessage.Lagging lagging -> {}
            case ServerMessage.Draining draining -> {}
            case ServerMessage.Pong pong -> {}
            case ServerMessage.Presence presence -> {}
            case ServerMessage.Present present -> {}
            case ServerMessage.Offered offered -> feed.offered(offered, at);
            case ServerMessage.Claimed claimed -> {}
            case ServerMessage.ReleaseRequested requested -> {}
            case ServerMessage.Granted granted -> {}
            case ServerMessage.Expired expired -> {}
            case ServerMessage.TokenExpiring expiring -> {}
        }
    }

    private void hear(ServerMessage.Snapshot page) {
        if (page.sub() != null) {
            feed.page(page);
            return;
        }
        fetched.addAll(page.records());
        if (page.next() == null) {
            answers.answer(page.ref(), page);
        }
    }
}
