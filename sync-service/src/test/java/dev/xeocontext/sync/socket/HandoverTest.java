package dev.xeocontext.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.Activity;
import dev.xeocontext.contracts.sync.Limits;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Expired;
import dev.xeocontext.contracts.sync.ServerMessage.Failure;
import dev.xeocontext.contracts.sync.ServerMessage.Granted;
import dev.xeocontext.contracts.sync.ServerMessage.Offered;
import dev.xeocontext.contracts.sync.ServerMessage.Ok;
import dev.xeocontext.contracts.sync.ServerMessage.Present;
import dev.xeocontext.contracts.sync.ServerMessage.Welcome;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.feed.Witness;
import dev.xeocontext.sync.log.FakeLog;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Presence and handoff of one connection, without the company that it talks about. */
class HandoverTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final UUID ADA = new UUID(0, 1);
    private static final UUID PHONE = new UUID(0, 2);
    private static final UUID BOOK = new UUID(0, 3);
    private static final UUID TABLET = new UUID(0, 4);
    private static final Activity READING =
            new Activity(BOOK, "reading", "files/1", "Moby Dick", Map.of("page", 7), 2, PHONE, 310);

    private final FakeCompany company = new FakeCompany();
    private final FakeSocket socket = new FakeSocket();
    private final FakeLog log = new FakeLog();
    private final MessageWriter writer = new MessageWriter(new ObjectMapper());
    private final Connection connection = new Connection(
            socket,
            null,
            new Parts(
                    new MessageReader(),
                    writer,
                    token -> Uni.createFrom().item(new Caller(ADA, new UUID(0, 7), PHONE, NOW.plusSeconds(600))),
                    id -> Uni.createFrom().item(id),
                    new Welcomes(log, company, Limits.DEFAULT, () -> NOW),
                    new Feeds(log, 100_000, Witness.silent()),
                    (caller, token, batch, rate) -> Uni.createFrom().item(List.of()),
                    new NoQuestions(),
                    "todos"::equals,
                    new Devices((device, ignored) -> {}, session -> false),
                    new NoJournal(),
                    company,
                    new PatientConfig(),
                    Limits.DEFAULT,
                    () -> NOW,
                    new Ids(() -> NOW, new Random(1)),
                    ignored -> {}));

    @Test
    void welcomeTellsWhatThereIs() {
        company.sight = new Company.Sight(0, List.of(READING), List.of());

        hello();

        assertThat(sent()).singleElement().isInstanceOfSatisfying(Welcome.class, welcome -> {
            assertThat(welcome.activities()).containsExactly(READING);
            assertThat(welcome.devices()).isEmpty();
        });
        assertThat(company.joined).containsExactly(connection);
    }

    @Test
    void nobodyIsSeenWhileRedisIsAway() {
        company.sight = Company.Sight.unknown(0);

        hello();

        assertThat(sent())
                .singleElement()
                .isInstanceOfSatisfying(
                        Welcome.class,
                        welcome -> assertThat(welcome.activities()).isNull());
    }

    @Test
    void whatHappenedBetweenTheLookAndTheWelcomeIsToldAfterIt() {
        company.sight = new Company.Sight(0, List.of(), List.of());
        company.mark = 1;

        hello();

        assertThat(sent()).hasExactlyElementsOfTypes(Welcome.class, Present.class);
    }

    @Test
    void publishesTakeEffectOneAfterTheOther() {
        welcomed();
        publish("a");
        publish("b");
        assertThat(company.asked).containsExactly("publish a");

        company.publishes.remove().complete(1L);
        socket.run();
        company.publishes.remove().complete(1L);
        socket.run();

        assertThat(company.asked).containsExactly("publish a", "publish b");
        assertThat(sent()).containsExactly(new Ok("a", 1L), new Ok("b", 1L));
    }

    @Test
    void refusesMoreThanItKeeps() {
        welcomed();
        for (int number = 0; number < Handover.MOST_WAITING + 2; number++) {
            publish("p" + number);
        }

        assertThat(sent()).singleElement().satisfies(message -> refused(message, "p17", "rate-limited"));
    }

    @Test
    void refusesAForeignStore() {
        welcomed();
        say("{'type':'handoff.end','ref':'e','storeId':'" + TABLET + "','activityId':'" + BOOK + "','version':1}");
        assertThat(sent()).singleElement().satisfies(message -> refused(message, "e", "foreign-store"));
    }

    @Test
    void tellsWhyItFailed() {
        welcomed();
        publish("a");
        company.publishes.remove().fail(new ProblemException(ProblemCode.ACTIVITY_MOVED, null));
        assertThat(sent()).singleElement().satisfies(message -> refused(message, "a", "activity-moved"));
    }

    @Test
    void aPresenceIsAnsweredOnlyWhenItIsRefusedAndThenUnderItsRef() {
        welcomed();
        say("{'type':'presence','ref':'p','state':{'page':1}}");
        assertThat(sent()).isEmpty();

        company.refusesPresence = true;
        say("{'type':'presence','ref':'q','state':{'page':2}}");
        say("{'type':'presence','state':{'page':3}}");

        assertThat(sent())
                .satisfiesExactly(first -> refused(first, "q", "too-large"), then -> refused(then, null, "too-large"));
    }

    @Test
    void aPresenceThatCannotBeReadOrIsOfAForeignStoreIsRefusedUnderItsRef() {
        welcomed();
        say("{'type':'presence','ref':'p','state':'reading'}");
        say("{'type':'presence','ref':'q','storeId':'" + TABLET + "'}");

        assertThat(sent())
                .satisfiesExactly(
                        first -> refused(first, "p", "malformed-message"), then -> refused(then, "q", "foreign-store"));
    }

    @Test
    void aClaimThatIsGrantedAtOnceIsAnsweredOnce() {
        welcomed();
        claim("c");
        company.claims.remove().complete(Optional.of(granted(null)));
        tell(granted(null));

        assertThat(sent()).containsExactly(granted("c"));
    }

    @Test
    void aNoticeThatIsFasterThanTheAnswerIsTheAnswer() {
        welcomed();
        claim("c");
        tell(granted(null));
        company.claims.remove().complete(Optional.of(granted(null)));

        assertThat(sent()).containsExactly(granted("c"));
    }

    @Test
    void aClaimThatTakesAWhileIsAnsweredByTheNotice() {
        welcomed();
        claim("c");
        company.claims.remove().complete(Optional.empty());
        assertThat(sent()).isEmpty();

        tell(granted(null));
        tell(granted(null));

        assertThat(sent()).containsExactly(granted("c"));
    }

    @Test
    void aClaimOfWhatIsOverIsRefused() {
        welcomed();
        claim("c");
        company.claims.remove().complete(Optional.empty());

        Expired expired = new Expired(ADA, BOOK, 1);
        tell(expired);

        assertThat(sent())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(expired), then -> refused(then, "c", "not-found"));
    }

    @Test
    void aClaimForAnotherDeviceIsAnsweredByThatItIsUnderWay() {
        welcomed();
        say("{'type':'handoff.claim','ref':'c','activityId':'%s','version':1,'deviceId':'%s'}".formatted(BOOK, TABLET));
        company.claims.remove().complete(Optional.empty());
        assertThat(sent()).containsExactly(new Ok("c"));
    }

    @Test
    void aSocketThatMissedNoticesIsToldAllThereIsWhenItTakesMore() {
        welcomed();
        socket.room(0);
        tell(new Offered(ADA, BOOK, 2, READING));
        assertThat(sent()).isEmpty();

        company.sight = new Company.Sight(1, List.of(READING), List.of());
        socket.room(100);
        connection.onDrained();

        assertThat(sent()).containsExactly(new Present(ADA, List.of(READING), List.of()));
    }

    @Test
    void whatCannotBeLookedAtIsLookedAtLater() {
        welcomed();
        socket.room(0);
        tell(new Offered(ADA, BOOK, 2, READING));
        company.sight = Company.Sight.unknown(0);
        socket.room(100);
        connection.onDrained();
        assertThat(sent()).isEmpty();

        company.sight = new Company.Sight(1, List.of(), List.of());
        connection.tick();

        assertThat(sent()).containsExactly(new Present(ADA, List.of(), List.of()));
    }

    @Test
    void nothingIsToldAfterItsEnd() {
        welcomed();
        publish("a");
        connection.onGone();
        company.publishes.remove().complete(1L);
        tell(new Offered(ADA, BOOK, 2, READING));

        assertThat(sent()).isEmpty();
        assertThat(company.joined).isEmpty();
    }

    private List<ServerMessage> sent() {
        socket.run();
        return socket.sent();
    }

    private static Granted granted(@Nullable String ref) {
        return new Granted(ref, ADA, BOOK, 2, READING, TABLET);
    }

    private static void refused(ServerMessage message, @Nullable String ref, String code) {
        assertThat(message).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.ref()).isEqualTo(ref);
            assertThat(failure.problem().code()).isEqualTo(code);
        });
    }

    private void hello() {
        say("{'type':'hello','protocol':1,'token':'good','device':{'id':'" + PHONE + "'}}");
    }

    private void welcomed() {
        hello();
        sent();
        company.asked.clear();
    }

    private void publish(String ref) {
        say("{'type':'handoff.publish','ref':'%s','activity':{'id':'%s','kind':'reading','resource':'files/1'}}"
                .formatted(ref, BOOK));
    }

    private void claim(String ref) {
        say("{'type':'handoff.claim','ref':'%s','activityId':'%s','version':1}".formatted(ref, BOOK));
    }

    private void tell(ServerMessage message) {
        connection.tell(writer.write(message));
        socket.run();
    }

    private void say(String text) {
        connection.onText(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        socket.run();
    }
}
