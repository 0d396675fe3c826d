package dev.xeocontext.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.sync.Limits;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import dev.xeocontext.contracts.sync.ServerMessage.Digest;
import dev.xeocontext.contracts.sync.ServerMessage.Failure;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.digest.Questions;
import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.feed.Frames;
import dev.xeocontext.sync.feed.Witness;
import dev.xeocontext.sync.log.FakeLog;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests about records, on a connection without a database. */
class RequestsTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final UUID ADA = new UUID(0, 1);
    private static final UUID PHONE = new UUID(0, 2);
    private static final UUID MILK = new UUID(0, 3);
    private static final UUID EGGS = new UUID(0, 4);

    /** Answers when it is told to. */
    private static final class SlowQuestions implements Questions {

        private final Queue<UniEmitter<? super ServerMessage.Digest>> digests = new ArrayDeque<>();
        private final Queue<UniEmitter<? super FetchPage>> pages = new ArrayDeque<>();

        @Override
        public Uni<Digest> digest(@Nullable String ref, UUID storeId, String collection) {
            return Uni.createFrom().<Digest>emitter(digests::add);
        }

        @Override
        public Uni<Digest> leaf(@Nullable String ref, UUID storeId, String collection, int leaf) {
            return Uni.createFrom()
                    .item(new Digest(ref, storeId, collection, 7, 0, null, null, leaf, Map.of(MILK, "00")));
        }

        @Override
        public Uni<FetchPage> fetch(
                @Nullable String ref, UUID storeId, String collection, Set<UUID> ids, @Nullable UUID after) {
            return Uni.createFrom().<FetchPage>emitter(pages::add);
        }

        void answerDigest(String ref) {
            digests.remove().complete(new Digest(ref, ADA, "todos", 7, 0, null, List.of(), null, null));
        }

        void answerPage(String ref, @Nullable UUID next) {
            String token = next == null ? null : next.toString();
            pages.remove().complete(new FetchPage(Frames.fetched(ref, ADA, 7, List.of(), token), next));
        }
    }

    private final SlowQuestions questions = new SlowQuestions();
    private final FakeLog log = new FakeLog();
    private final FakeSocket socket = new FakeSocket();
    private final Connection connection = new Connection(socket, null, parts());

    private Parts parts() {
        return new Parts(
                new MessageReader(),
                new MessageWriter(new ObjectMapper()),
                token -> Uni.createFrom().item(new Caller(ADA, new UUID(0, 7), PHONE, NOW.plusSeconds(600))),
                id -> Uni.createFrom().item(id),
                new Welcomes(log, new FakeCompany(), Limits.DEFAULT, () -> NOW),
                new Feeds(log, 100_000, Witness.silent()),
                (caller, token, batch, rate) -> Uni.createFrom().item(List.of()),
                questions,
                "todos"::equals,
                new Devices((device, ignored) -> {}, session -> false),
                new NoJournal(),
                new FakeCompany(),
                new PatientConfig(),
                Limits.DEFAULT,
                () -> NOW,
                new Ids(() -> NOW, new Random(1)),
                ignored -> {});
    }

    @BeforeEach
    void welcome() {
        say("{'type':'hello','protocol':1,'token':'good','device':{'id':'" + PHONE + "'}}");
        socket.sent();
    }

    @Test
    void answersOneAfterTheOther() {
        digest("a");
        digest("b");
        assertThat(questions.digests).hasSize(1);

        answerDigest("a");
        answerDigest("b");

        assertThat(socket.sent())
                .extracting(message -> ((Digest) message).ref())
                .containsExactly("a", "b");
    }

    @Test
    void refusesMoreThanFourAtATime() {
        List.of("a", "b", "c", "d", "e").forEach(this::digest);

        Failure failure = (Failure) socket.sent().getFirst();
        assertThat(failure.ref()).isEqualTo("e");
        assertThat(failure.problem().code()).isEqualTo("rate-limited");

        answerDigest("a");
        digest("f");
        assertThat(socket.sent()).singleElement().isInstanceOf(Digest.class);
    }

    @Test
    void letsPushesPass() {
        digest("a");

        say("{'type':'push','ref':'p','ops':[]}");

        assertThat(socket.sent()).singleElement().isInstanceOf(Ack.class);
    }

    @Test
    void readsAPageOnlyWhenTheSocketTookTheOneBefore() {
        say("{'type':'fetch','ref':'f','collection':'todos','ids':['" + MILK + "','" + EGGS + "']}");
        socket.room(1);
        answerPage("f", MILK);
        assertThat(questions.pages).isEmpty();

        socket.room(9);
        connection.onDrained();
        answerPage("f", null);

        assertThat(socket.sent())
                .extracting(message -> ((Snapshot) message).next())
                .containsExactly(MILK.toString(), null);
    }

    @Test
    void saysWhatFailedAndGoesOn() {
        digest("a");
        say("{'type':'digest','ref':'b','collection':'todos','leaf':3}");
        questions.digests.remove().fail(new IOException("the database is away"));
        socket.run();

        List<ServerMessage> sent = socket.sent();
        assertThat(((Failure) sent.getFirst()).ref()).isEqualTo("a");
        assertThat(((Failure) sent.getFirst()).problem().code()).isEqualTo("unavailable");
        assertThat(((Digest) sent.getLast()).hashes()).isEqualTo(Map.of(MILK, "00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'type':'digest' | malformed-message | /collection",
                "'type':'digest','collection':'files' | unknown-collection | /collection",
                "'type':'digest','collection':'todos','leaf':256 | malformed-message | /leaf",
                "'type':'digest','collection':'todos','leaf':-1 | malformed-message | /leaf",
                "'type':'digest','collection':'todos','leaf':'x' | malformed-message | /leaf",
                "'type':'digest','collection':'todos','storeId':'00000000-0000-0000-0000-000000000009' | foreign-store |",
                "'type':'fetch','collection':'todos' | malformed-message | /ids",
                "'type':'fetch','collection':'todos','ids':[null] | malformed-message | /ids/0",
                "'type':'fetch','collection':'todos','ids':['x'] | malformed-message | /ids/0",
                "'type':'fetch','collection':'files','ids':[] | unknown-collection | /collection",
                "'type':'fetch','collection':'todos','ids':[],'storeId':'00000000-0000-0000-0000-000000000009' | foreign-store |"
            })
    void refusesWhatMakesNoSense(String members, String code, @Nullable String pointer) {
        say("{'ref':'x'," + members + "}");

        Failure failure = (Failure) socket.sent().getFirst();
        assertThat(failure.ref()).isEqualTo("x");
        assertThat(failure.problem().code()).isEqualTo(code);
        if (pointer != null) {
            assertThat(failure.problem().errors())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.pointer()).isEqualTo(pointer));
        }
    }

    @Test
    void refusesMoreThanAThousandIds() {
        String ids = IntStream.rangeClosed(0, 1_000)
                .mapToObj(i -> "'" + new UUID(0, i) + "'")
                .collect(Collectors.joining(","));

        say("{'type':'fetch','ref':'x','collection':'todos','ids':[" + ids + "]}");

        assertThat(((Failure) socket.sent().getFirst()).problem().code()).isEqualTo("too-large");
    }

    private void digest(String ref) {
        say("{'type':'digest','ref':'" + ref + "','collection':'todos'}");
    }

    private void answerDigest(String ref) {
        questions.answerDigest(ref);
        socket.run();
    }

    private void answerPage(String ref, @Nullable UUID next) {
        questions.answerPage(ref, next);
        socket.run();
    }

    private void say(String frame) {
        connection.onText(frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        socket.run();
    }
}
