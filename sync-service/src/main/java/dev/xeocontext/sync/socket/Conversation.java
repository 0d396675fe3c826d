package dev.xeocontext.sync.socket;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.feed.Subscription;
import dev.xeocontext.sync.feed.SubscriptionListener;
import dev.xeocontext.sync.feed.SubscriptionRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a device and the server say to each other once it is known who that is. For the loop of the socket. */
final class Conversation {

    /** The connection, as a conversation sees it. */
    interface Host {

        /** Every push is answered. */
        void quiet();

        /** Answers a request with a problem. */
        void fail(@Nullable String ref, Problem problem);

        /** Tells a problem and closes. */
        void refuse(Problem problem, CloseCode code);
    }

    private final ClientSocket socket;
    private final Parts parts;
    private final Standing standing;
    private final Host host;
    private final PushQueue pushes;
    private final Requests requests;
    private final Handover handover;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Set<Subscription> catchingUp = new HashSet<>();
    private final Progress progress = new Progress();
    private boolean ended;

    Conversation(ClientSocket socket, Parts parts, Standing standing, Host host) {
        this.socket = socket;
        this.parts = parts;
        this.standing = standing;
        this.host = host;
        this.pushes = new PushQueue(parts, standing, socket.loop(), this::acknowledge);
        this.requests = new Requests(parts, standing, socket, host::fail);
        this.handover = new Handover(parts, standing, socket, host::fail);
    }

    /** The device was welcomed. */
    void begin(long mark) {
        handover.begin(mark);
    }

    /** Something is told in the store, beside the log. */
    void tell(String frame) {
        handover.tell(frame);
    }

    void on(ClientMessage message) {
        switch (message) {
            case ClientMessage.Hello hello ->
                host.fail(null, Problem.of(ProblemCode.UNEXPECTED_MESSAGE, "Hello was said before"));
            case ClientMessage.Subscribe subscribe -> subscribe(subscribe);
            case ClientMessage.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
            case ClientMessage.Push push -> push(push);
            case ClientMessage.Digest digest -> requests.add(digest);
            case ClientMessage.Fetch fetch -> requests.add(fetch);
            case ClientMessage.OfCompany beside -> handover.on(beside);
            case ClientMessage.Token token -> renew(token);
            case ClientMessage.Ping ping -> send(new ServerMessage.Pong(ping.t(), heads()));
        }
    }

    private void subscribe(ClientMessage.Subscribe message) {
        Problem fault = SubscribeRule.fault(message, standing.session().caller(), parts.knownCollection());
        if (fault == null && subscriptions.containsKey(message.sub())) {
            fault = Problem.of(ProblemCode.UNEXPECTED_MESSAGE, "A subscription of that name is there");
        }
        if (fault == null && subscriptions.size() >= parts.limits().subscriptions()) {
            fault = Problem.of(ProblemCode.RATE_LIMITED, "Too many subscriptions");
        }
        if (fault != null) {
            host.fail(message.ref(), fault);
            return;
        }
        standing.behind();
        SubscriptionRequest request =
                SubscribeRule.request(message, standing.session().caller());
        Subscription subscription = parts.feeds().subscribe(request, socket, parts.writer()::write, progress);
        subscriptions.put(request.sub(), subscription);
        catchingUp.add(subscription);
        subscription.pump();
    }

    private void unsubscribe(ClientMessage.Unsubscribe message) {
        Subscription subscription = message.sub() == null ? null : subscriptions.remove(message.sub());
        if (message.sub() == null) {
            host.fail(message.ref(), Failures.malformed("/sub", "is missing"));
        } else if (subscription == null) {
            host.fail(message.ref(), Problem.of(ProblemCode.NOT_FOUND, "There is no subscription of that name"));
        } else {
            subscription.close();
            progress.caughtUp(subscription);
            send(new ServerMessage.Ok(message.ref()));
        }
    }

    private void push(ClientMessage.Push message) {
        List<@Nullable Object> ops = message.ops();
        int most = parts.limits().opsPerPush();
        if (ops == null) {
            host.fail(message.ref(), Failures.malformed("/ops", "is missing"));
        } else if (ops.size() > most) {
            host.fail(message.ref(), Problem.of(ProblemCode.TOO_LARGE, "At most " + most + " ops in a push"));
        } else {
            pushes.add(message);
        }
    }

    private void acknowledge(Ack ack) {
        if (!ended) {
            send(ack);
            if (isQuiet()) {
                host.quiet();
            }
        }
    }

    private void renew(ClientMessage.Token message) {
        String token = message.token();
        if (token == null) {
            host.fail(message.ref(), Failures.malformed("/token", "is missing"));
            return;
        }
        socket.pauseReading();
        parts.tokens()
                .verify(token)
                .emitOn(socket.loop())
                .subscribe()
                .with(
                        caller -> afterCheck(() -> renewed(message.ref(), caller, token)),
                        failure -> afterCheck(() -> notRenewed(message.ref(), Failures.unavailable(failure))));
    }

    /** Whoever brings a token of a session that has ended is no longer here. */
    private void notRenewed(@Nullable String ref, Problem problem) {
        if (problem.code().equals(ProblemCode.SESSION_REVOKED.code())) {
            host.refuse(problem, CloseCode.UNAUTHENTICATED);
        } else {
            host.fail(ref, problem);
        }
    }

    private void afterCheck(Runnable then) {
        if (!ended) {
            then.run();
            socket.resumeReading();
        }
    }

    private void renewed(@Nullable String ref, Caller caller, String token) {
        if (standing.session().isSamePartyAs(caller)) {
            standing.renewed(caller, token);
            send(new ServerMessage.Ok(ref));
        } else {
            Problem problem = Problem.of(ProblemCode.FORBIDDEN, "The token is of another user, device or session");
            host.refuse(problem, CloseCode.FORBIDDEN);
        }
    }

    private Map<UUID, Long> heads() {
        Map<UUID, Long> heads = new HashMap<>();
        subscriptions
                .values()
                .forEach(subscription -> heads.merge(subscription.request().storeId(), subscription.head(), Math::max));
        return heads;
    }

    /** Whether everything that was pushed is answered. */
    boolean isQuiet() {
        return pushes.isEmpty();
    }

    /** Lets every subscription and request go on as far as the socket takes it. */
    void pump() {
        requests.pump();
        handover.pump();
        subscriptions.values().forEach(Subscription::pump);
    }

    void refreshCursors() {
        subscriptions.values().forEach(Subscription::refreshCursor);
    }

    void end() {
        ended = true;
        subscriptions.values().forEach(Subscription::close);
        subscriptions.clear();
        pushes.clear();
        requests.clear();
        handover.clear();
    }

    private void send(ServerMessage message) {
        socket.send(parts.writer().write(message));
    }

    /** Follows how far the subscriptions are. */
    private final class Progress implements SubscriptionListener {

        @Override
        public void caughtUp(Subscription subscription) {
            catchingUp.remove(subscription);
            if (catchingUp.isEmpty()) {
                standing.caughtUp();
            }
        }

        @Override
        public void failed(Subscription subscription, Throwable failure) {
            subscriptions.remove(subscription.request().sub());
            caughtUp(subscription);
            host.fail(subscription.request().ref(), Failures.unavailable(failure));
        }
    }
}
