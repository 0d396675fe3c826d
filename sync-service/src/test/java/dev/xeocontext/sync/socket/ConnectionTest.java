package dev.xeocontext.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.op.OpKind;
import dev.xeocontext.contracts.op.OpResult;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.contracts.sync.Limits;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import dev.xeocontext.contracts.sync.ServerMessage.Failure;
import dev.xeocontext.contracts.sync.ServerMessage.Live;
import dev.xeocontext.contracts.sync.ServerMessage.Ok;
import dev.xeocontext.contracts.sync.ServerMessage.Pong;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import dev.xeocontext.contracts.sync.ServerMessage.TokenExpiring;
import dev.xeocontext.contracts.sync.ServerMessage.Welcome;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.feed.Witness;
import dev.xeocontext.sync.log.Change;
import dev.xeocontext.sync.log.FakeLog;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The protocol without a socket, a database or an owner. */
class ConnectionTest {

    private static final Limits FEW_SUBSCRIPTIONS = new Limits(1 << 20, 500, 2_000, 256 << 10, 4, 2);
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);
    private static final UUID ADA = new UUID(0, 1);
    private static final UUID PHONE = new UUID(0, 2);
    private static final UUID SESSION = new UUID(0, 7);

    private Instant now = START;
    private final FakeLog log = new FakeLog();
    private final Feeds feeds = new Feeds(log, 100_000, Witness.silent());
    private final Map<String, Caller> tokens = Map.of(
            "good", caller(ADA, PHONE, 600),
            "longer", caller(ADA, PHONE, 1_200),
            "of another device", caller(ADA, new UUID(0, 3), 600),
            "of another session", new Caller(ADA, new UUID(0, 8), PHONE, START.plusSeconds(600)),
            "of another user", caller(new UUID(0, 9), PHONE, 600));
    private final Queue<UniEmitter<? super List<OpResult>>> pushes = new ArrayDeque<>();
    private final List<String> pushTokens = new ArrayList<>();
    private final List<UUID> announced = new ArrayList<>();
    private final List<Connection> left = new ArrayList<>();
    private final Set<UUID> revoked = new HashSet<>();
    private boolean keysMissing;
    private final Devices devices = new Devices((device, connection) -> announced.add(connection), revoked::contains);
    private final Parts parts = new Parts(
            new MessageReader(),
            new MessageWriter(new ObjectMapper()),
            this::verify,
            id -> Uni.createFrom().item(id),
            new Welcomes(log, new FakeCompany(), FEW_SUBSCRIPTIONS, () -> now),
            feeds,
            (caller, token, batch, rate) -> {
                pushTokens.add(token);
                return Uni.createFrom().<List<OpResult>>emitter(pushes::add);
            },
            new NoQuestions(),
            "todos"::equals,
            devices,
            new NoJournal(),
            new FakeCompany(),
            new PatientConfig(),
            FEW_SUBSCRIPTIONS,
            () -> now,
            new Ids(() -> now, new Random(1)),
            left::add);
    private final FakeSocket socket = new FakeSocket();
    private final Connection connection = new Connection(socket, null, parts);

    private static Caller caller(UUID user, UUID device, long seconds) {
        return new Caller(user, SESSION, device, START.plusSeconds(seconds));
    }

    private Uni<Caller> verify(String token) {
        Caller caller = tokens.get(token);
        ProblemCode code = keysMissing
                ? ProblemCode.UNAVAILABLE
                : token.contains("revoked") ? ProblemCode.SESSION_REVOKED : ProblemCode.INVALID_TOKEN;
        return caller == null || keysMissing
                ? Uni.createFrom().failure(new ProblemException(code, null))
                : Uni.createFrom().item(caller);
    }

    @Test
    void readsNothingWhileTheTokenIsChecked() {
        assertThat(connection.state()).isInstanceOf(ConnectionState.Connecting.class);
        hello(connection, "good");

        assertThat(connection.state()).isInstanceOf(ConnectionState.Authenticating.class);
        assertThat(socket.reading()).isFalse();
        socket.run();
        assertThat(connection.state()).isInstanceOf(ConnectionState.CatchingUp.class);
        assertThat(socket.reading()).isTrue();
        assertThat(socket.sent()).singleElement().isInstanceOf(Welcome.class);
    }

    @Test
    void isLiveOnceItsSubscriptionsAre() {
        welcome();
        say("{'type':'subscribe','sub':'s','collections':['todos']}");
        assertThat(connection.state()).isInstanceOf(ConnectionState.Live.class);

        log.goAway();
        say("{'type':'subscribe','sub':'t','ref':'x','collections':['todos']}");
        assertThat(failure().ref()).isEqualTo("x");
        assertThat(connection.state()).isInstanceOf(ConnectionState.Live.class);
    }

    @Test
    void doesNotBlameTheDeviceForKeysThatAreMissing() {
        keysMissing = true;
        hello(connection, "good");
        socket.run();

        assertThat(failure().problem().code()).isEqualTo("unavailable");
        assertThat(socket.closedWith()).isEqualTo(CloseCode.DRAINING);
    }

    @Test
    void doesNotBlameTheDeviceForADatabaseThatIsAway() {
        log.goAway();
        hello(connection, "good");
        socket.run();

        assertThat(failure().problem().code()).isEqualTo("unavailable");
        assertThat(socket.closedWith()).isEqualTo(CloseCode.DRAINING);
    }

    @Test
    void waitsTenSecondsForHello() {
        pass(10);
        assertThat(socket.closedWith()).isNull();
        pass(1);

        assertThat(socket.closedWith()).isEqualTo(CloseCode.TOO_SLOW);
        assertThat(left).containsExactly(connection);
    }

    @Test
    void waitsAMinuteForASignOfLife() {
        welcome();
        pass(59);
        connection.heard();
        pass(60);
        assertThat(socket.closedWith()).isNull();
        pass(1);

        assertThat(socket.closedWith()).isEqualTo(CloseCode.TOO_SLOW);
    }

    @Test
    void givesAFullSocketMoreTimeAndStopsReadingMeanwhile() {
        welcome();
        socket.room(0);
        say("{'type':'ping','t':1}");
        assertThat(socket.reading()).isFalse();
        pass(119);
        assertThat(socket.closedWith()).isNull();

        socket.room(10);
        connection.onDrained();
        assertThat(socket.reading()).isTrue();
        pass(1);
        socket.room(0);
        pass(121);
        assertThat(socket.closedWith()).isEqualTo(CloseCode.TOO_SLOW);
    }

    @Test
    void hasPatienceWithASocketThatIsFullWheneverItLooksAndDrainsInBetween() {
        welcome();
        for (int i = 0; i < 4; i++) {
            socket.room(0);
            pass(100);
            socket.room(1);
            connection.onDrained();
        }

        assertThat(socket.closedWith()).isNull();
    }

    @Test
    void listensNoMoreToADeviceThatSendsTooManyPartsUntilTheNextSecond() {
        for (int i = 0; i < 6_000; i++) {
            connection.onPart();
        }
        assertThat(socket.reading()).as("while the socket still brings them").isTrue();
        socket.run();
        assertThat(socket.reading()).isFalse();

        now = now.plusSeconds(1);
        connection.tick();
        assertThat(socket.reading()).isTrue();
    }

    @Test
    void listensNoMoreToADeviceThatTakesNoPongs() {
        socket.room(0);
        connection.onPart();
        socket.run();
        assertThat(socket.reading()).isFalse();

        socket.room(1);
        connection.onDrained();
        assertThat(socket.reading()).isTrue();
    }

    @Test
    void listensNoMoreToADeviceThatSpeaksTooFastUntilTheNextSecond() {
        welcome();
        for (int i = 0; i < 6_000; i++) {
            say("{'type':'ping'}");
        }
        assertThat(socket.reading()).isFalse();

        now = now.plusSeconds(1);
        connection.tick();
        assertThat(socket.reading()).isTrue();
        say("{'type':'ping'}");
        assertThat(socket.reading()).isTrue();
    }

    @Test
    void warnsOnceBeforeTheTokenRunsOutAndThenCloses() {
        welcome();
        passAlive(539);
        assertThat(socket.sent()).isEmpty();
        passAlive(2);
        passAlive(2);
        assertThat(socket.sent()).singleElement().isEqualTo(new TokenExpiring(59));
        passAlive(60);

        assertThat(failure().problem().code()).isEqualTo("token-expired");
        assertThat(socket.closedWith()).isEqualTo(CloseCode.UNAUTHENTICATED);
    }

    @Test
    void goesOnWithARenewedTokenAndWarnsAgain() {
        welcome();
        passAlive(541);
        socket.sent();
        say("{'type':'token','ref':'t','token':'longer'}");
        assertThat(socket.sent()).containsExactly(new Ok("t"));
        passAlive(500);
        assertThat(socket.closedWith()).isNull();
        push("p");
        assertThat(pushTokens).containsExactly("longer");
        passAlive(120);

        assertThat(socket.sent()).hasAtLeastOneElementOfType(TokenExpiring.class);
    }

    @Test
    void closesWhenTheNewTokenIsOfSomebodyElse() {
        welcome();
        say("{'type':'token','ref':'t','token':'of another user'}");

        assertThat(socket.closedWith()).isEqualTo(CloseCode.FORBIDDEN);
    }

    @Test
    void closesWhenTheNewTokenIsOfAnotherDevice() {
        welcome();
        say("{'type':'token','ref':'t','token':'of another device'}");

        assertThat(socket.closedWith()).isEqualTo(CloseCode.FORBIDDEN);
    }

    @Test
    void closesWhenTheNewTokenIsOfAnotherSession() {
        welcome();
        say("{'type':'token','ref':'t','token':'of another session'}");

        assertThat(socket.closedWith()).isEqualTo(CloseCode.FORBIDDEN);
    }

    @Test
    void closesWhenItsSessionIsRevokedAndAsksNoOwnerMore() {
        welcome();
        push("1");
        push("2");
        devices.revoked(Set.of(new UUID(0, 8)));
        socket.run();
        assertThat(socket.closedWith()).isNull();
        devices.revoked(Set.of(new UUID(0, 8), SESSION));
        socket.run();

        assertThat(failure().problem().code()).isEqualTo("session-revoked");
        assertThat(socket.closedWith()).isEqualTo(CloseCode.UNAUTHENTICATED);
        answer();
        assertThat(pushes).isEmpty();
    }

    @Test
    void closesWhenTheNewTokenIsOfASessionThatIsRevoked() {
        welcome();
        say("{'type':'token','ref':'t','token':'of a revoked session'}");

        assertThat(failure().problem().code()).isEqualTo("session-revoked");
        assertThat(socket.closedWith()).isEqualTo(CloseCode.UNAUTHENTICATED);
    }

    @Test
    void staysWithTheOldTokenWhenTheNewOneIsNotValid() {
        welcome();
        say("{'type':'token','ref':'t','token':'forged'}");

        Failure failure = failure();
        assertThat(failure.ref()).isEqualTo("t");
        assertThat(failure.problem().code()).isEqualTo("invalid-token");
        assertThat(socket.closedWith()).isNull();
    }

    @Test
    void hangsUpOnAMalformedMessageBeforeHello() {
        say("{'type':'push','ops':1}");

        assertThat(failure().problem().code()).isEqualTo("unauthenticated");
        assertThat(socket.closedWith()).isEqualTo(CloseCode.UNAUTHENTICATED);
    }

    @Test
    void letsAMalformedHelloBeSaidAgain() {
        say("{'type':'hello','protocol':'one'}");
        assertThat(failure().problem().code()).isEqualTo("malformed-message");
        welcome();

        assertThat(connection.state()).isInstanceOf(ConnectionState.CatchingUp.class);
    }

    @Test
    void closesWhenItsSessionIsRevokedWhileItComesIn() {
        hello(connection, "good");
        revoked.add(SESSION);
        socket.run();

        assertThat(failure().problem().code()).isEqualTo("session-revoked");
        assertThat(socket.closedWith()).isEqualTo(CloseCode.UNAUTHENTICATED);
    }

    @Test
    void takesPushesOneAfterTheOther() {
        welcome();
        push("1");
        push("2");
        assertThat(pushes).hasSize(1);
        answer();
        assertThat(pushes).hasSize(1);
        answer();

        assertThat(socket.sent()).extracting(message -> ((Ack) message).ref()).containsExactly("1", "2");
    }

    @Test
    void answersPushesBeyondItsLimitAtOnce() {
        welcome();
        for (int i = 1; i <= 5; i++) {
            push(Integer.toString(i));
        }

        assertThat(socket.sent()).singleElement().satisfies(message -> {
            Ack ack = (Ack) message;
            assertThat(ack.ref()).isEqualTo("5");
            assertThat(ack.results()).singleElement().satisfies(result -> {
                assertThat(result.opId()).isEqualTo("op");
                assertThat(result.retryAfterMs()).isPositive();
            });
        });
    }

    @Test
    void answersWhatWasPushedBeforeItDrains() {
        welcome();
        push("1");
        connection.drain(1_500);
        connection.drain(1_500);
        assertThat(socket.sent()).containsExactly(new ServerMessage.Draining(1_500));
        assertThat(connection.state()).isInstanceOf(ConnectionState.Draining.class);
        assertThat(socket.closedWith()).isNull();
        assertThat(socket.reading()).isFalse();
        push("ignored");
        answer();

        assertThat(socket.sent()).singleElement().isInstanceOf(Ack.class);
        assertThat(socket.closedWith()).isEqualTo(CloseCode.DRAINING);
        assertThat(pushes).isEmpty();
    }

    @Test
    void drainsAtOnceWhenNothingIsUnderWay() {
        welcome();
        connection.drain(1_500);

        assertThat(socket.sent()).containsExactly(new ServerMessage.Draining(1_500));
        assertThat(socket.closedWith()).isEqualTo(CloseCode.DRAINING);
        assertThat(connection.state()).isEqualTo(new ConnectionState.Closed(CloseCode.DRAINING));
    }

    @Test
    void sendsAwayWhoHasNotSaidHelloWithoutAWord() {
        connection.drain(1_500);

        assertThat(socket.sent()).isEmpty();
        assertThat(socket.closedWith()).isEqualTo(CloseCode.DRAINING);
    }

    @Test
    void doesNotWaitForAnAnswerForEverBeforeItGoes() {
        welcome();
        push("1");
        connection.drain(1_500);
        connection.cutOff();
        answer();

        assertThat(socket.closedWith()).isEqualTo(CloseCode.DRAINING);
        assertThat(socket.sent()).containsExactly(new ServerMessage.Draining(1_500));
    }

    @Test
    void saysNothingToADeviceThatHungUp() {
        welcome();
        say("{'type':'subscribe','sub':'s','collections':['todos']}");
        push("1");
        socket.sent();
        connection.onGone();
        answer();
        feeds.committed(List.of(log.append(ADA, "unseen")));
        socket.run();

        assertThat(socket.sent()).isEmpty();
        assertThat(feeds.seen()).isEmpty();
        assertThat(left).containsExactly(connection);
        assertThat(connection.state()).isEqualTo(new ConnectionState.Closed(null));
    }

    @Test
    void hangsUpOnADeviceThatLeftWhileItsTokenWasChecked() {
        hello(connection, "good");
        connection.onGone();
        socket.run();

        assertThat(socket.sent()).isEmpty();
        assertThat(announced).isEmpty();
    }

    @Test
    void yieldsToAYoungerSocketOfTheSameDevice() {
        welcome();
        FakeSocket again = new FakeSocket();
        Connection younger = new Connection(again, "good", parts);
        younger.onText("{\"type\":\"hello\",\"protocol\":1,\"device\":{\"id\":\"%s\"}}"
                .formatted(PHONE)
                .getBytes(StandardCharsets.UTF_8));
        again.run();
        socket.run();

        assertThat(socket.closedWith()).isEqualTo(CloseCode.REPLACED);
        assertThat(again.closedWith()).isNull();
        assertThat(announced).containsExactly(connection.id(), younger.id());
    }

    @Test
    void yieldsToAYoungerSocketThatWasWelcomedFirst() {
        hello(connection, "good");
        FakeSocket again = new FakeSocket();
        Connection younger = new Connection(again, null, parts);
        hello(younger, "good");
        again.run();

        socket.run();
        socket.run();
        again.run();

        assertThat(socket.closedWith()).isEqualTo(CloseCode.REPLACED);
        assertThat(again.closedWith()).isNull();
        assertThat(announced).containsExactly(younger.id());
        devices.revoked(Set.of(SESSION));
        again.run();
        assertThat(again.closedWith()).isEqualTo(CloseCode.UNAUTHENTICATED);
    }

    @Test
    void yieldsToAYoungerSocketElsewhereButNotToAnOlderOne() {
        welcome();
        devices.arrivedElsewhere(PHONE, new UUID(0, 1));
        socket.run();
        assertThat(socket.closedWith()).isNull();
        assertThat(announced).containsExactly(connection.id(), connection.id());

        devices.arrivedElsewhere(PHONE, new UUID(Long.MAX_VALUE, 1));
        socket.run();
        assertThat(socket.closedWith()).isEqualTo(CloseCode.REPLACED);
    }

    @Test
    void keepsTheCursorsOfQuietSubscriptionsFresh() {
        welcome();
        say("{'type':'subscribe','sub':'s','collections':['todos']}");
        socket.sent();
        passAlive(31);
        assertThat(socket.sent()).isEmpty();

        feeds.committed(List.of(log.append(todoList())));
        socket.run();
        passAlive(31);
        assertThat(socket.sent()).singleElement().isInstanceOf(Live.class);
    }

    private static Change todoList() {
        return new Change(ADA, new UUID(5, 5), "todo-lists", new UUID(6, 6), OpKind.PUT, "{}", "{}", null, null, null);
    }

    @Test
    void refusesAFilterThatIsNoneAndSaysWhere() {
        welcome();
        say("{'type':'subscribe','ref':'f','sub':'s','collections':['todos'],'where':{'due':{'$like':'x'}}}");

        Failure failure = failure();
        assertThat(failure.ref()).isEqualTo("f");
        assertThat(failure.problem().code()).isEqualTo("malformed-message");
        assertThat(failure.problem().errors())
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/where/due/$like"));
    }

    @Test
    void refusesNamesThatAreTooLong() {
        welcome();
        say("{'type':'subscribe','ref':'%s','sub':'s','collections':['todos']}".formatted("r".repeat(129)));
        assertThat(failure().problem().errors())
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/ref"));

        say("{'type':'subscribe','ref':'%s','sub':'s','collections':['todos']}".formatted("r".repeat(128)));
        assertThat(socket.sent()).hasAtLeastOneElementOfType(Live.class);
    }

    @Test
    void refusesAFilterOfSeveralCollections() {
        welcome();
        say("{'type':'subscribe','sub':'s','collections':['todos','todos'],'where':{'due':null}}");

        assertThat(failure().problem().errors())
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/collections"));
    }

    @Test
    void showsWhatAFilterLetsThrough() {
        welcome();
        log.append(ADA, "Milk");
        log.append(ADA, "Eggs");
        say("{'type':'subscribe','sub':'s','collections':['todos'],'where':{'title':{'$lt':'F'}}}");

        assertThat(socket.sent())
                .filteredOn(Snapshot.class::isInstance)
                .flatExtracting(message -> ((Snapshot) message).records())
                .singleElement()
                .isInstanceOfSatisfying(
                        SnapshotRecord.class,
                        record -> assertThat(record.fields()).isEqualTo(Map.of("title", "Eggs")));
    }

    @Test
    void refusesMoreSubscriptionsThanItKeeps() {
        welcome();
        say("{'type':'subscribe','sub':'a','collections':['todos']}");
        say("{'type':'subscribe','sub':'b','collections':['todos']}");
        socket.sent();
        say("{'type':'subscribe','sub':'c','collections':['todos']}");

        assertThat(failure().problem().code()).isEqualTo("rate-limited");
    }

    @Test
    void answersAPingWithTheHeadsItKnows() {
        welcome();
        log.append(ADA, "Milk");
        say("{'type':'subscribe','sub':'s','collections':['todos']}");
        socket.sent();
        say("{'type':'ping','t':{'a':1}}");

        assertThat(socket.sent()).containsExactly(new Pong(Map.of("a", 1), Map.of(ADA, 1L)));
    }

    private void welcome() {
        hello(connection, "good");
        socket.run();
        socket.sent();
    }

    private static void hello(Connection connection, String token) {
        connection.onText("{\"type\":\"hello\",\"protocol\":1,\"token\":\"%s\",\"device\":{\"id\":\"%s\"}}"
                .formatted(token, PHONE)
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Says it with the right quotes, and lets everything happen that comes of it. */
    private void say(String message) {
        connection.onText(message.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        socket.run();
    }

    private void push(String ref) {
        say("{'type':'push','ref':'" + ref + "','ops':[{'opId':'op'}]}");
    }

    private void answer() {
        pushes.remove().complete(List.of(OpResult.applied("op", new WireState(Map.of(), "x", null))));
        socket.run();
    }

    /** Lets so many seconds pass in silence. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            connection.tick();
        }
    }

    private void passAlive(int seconds) {
        for (int i = 0; i < seconds; i++) {
            connection.heard();
            pass(1);
        }
    }

    private Failure failure() {
        @Nullable Failure failure = null;
        for (ServerMessage message : socket.sent()) {
            failure = message instanceof Failure found ? found : failure;
        }
        if (failure == null) {
            throw new AssertionError("nothing failed");
        }
        return failure;
    }
}
