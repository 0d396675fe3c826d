package dev.xeocontext.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Ack;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.ServerMessage.EventKind;
import dev.xeocontext.contracts.sync.ServerMessage.Failure;
import dev.xeocontext.contracts.sync.ServerMessage.Live;
import dev.xeocontext.contracts.sync.ServerMessage.Ok;
import dev.xeocontext.contracts.sync.ServerMessage.Pong;
import dev.xeocontext.contracts.sync.ServerMessage.Reset;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import dev.xeocontext.testkit.BackingServices;
import dev.xeocontext.testkit.TestIdentity;
import dev.xeocontext.testkit.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a device sees of its store. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(FakeOwner.class)
class FeedTest {

    @TestHTTPResource
    URI http;

    private final TestTokens ada = TestTokens.forUser(UUID.randomUUID());
    private URI url;
    private Device phone;
    private Device laptop;

    @BeforeEach
    void connect() {
        url = Device.socketUrl(http);
        phone = Device.welcomed(url, ada);
        laptop = Device.welcomed(url, ada.onDevice(UUID.randomUUID()));
    }

    @AfterEach
    void hangUp() {
        phone.close();
        laptop.close();
    }

    @Test
    void bringsAPushedOpToTheOtherDevice() {
        UUID todo = UUID.randomUUID();
        laptop.subscribesToTodos();

        Ack ack = phone.pushesTitle(todo, "Milk");

        Delta delta = laptop.expectDelta();
        assertThat(delta.storeId()).isEqualTo(ada.user());
        assertThat(delta.from()).isZero();
        assertThat(delta.to()).isEqualTo(1);
        assertThat(delta.events()).singleElement().satisfies(event -> {
            assertThat(event.seq()).isEqualTo(1);
            assertThat(event.collection()).isEqualTo("todos");
            assertThat(event.id()).isEqualTo(todo);
            assertThat(event.kind()).isEqualTo(EventKind.PUT);
            assertThat(event.changed()).isEqualTo(Map.of("title", "Milk"));
            assertThat(event.opId()).hasToString(ack.results().getFirst().opId());
        });
    }

    @Test
    void bringsADevicesOwnOpsBackToIt() {
        phone.subscribesToTodos();
        phone.pushes("p", List.of(phone.put(UUID.randomUUID(), "Milk")));

        assertThat(phone.expectDelta().events()).hasSize(1);
    }

    @Test
    void showsEveryRecordToANewDevice() {
        UUID todo = UUID.randomUUID();
        Map<String, Object> deletion = new java.util.LinkedHashMap<>(phone.put(UUID.randomUUID(), "x"));
        deletion.put("kind", "delete");
        deletion.put("fields", Map.of());
        phone.subscribesToTodos();
        phone.pushes("p", List.of(phone.put(todo, "Milk"), phone.put(todo, "Oat milk"), deletion));
        phone.expect(Ack.class);
        phone.untilItHasSeen(3);

        laptop.subscribes("s", "todo-lists", "todos");

        Snapshot page = laptop.expect(Snapshot.class);
        assertThat(page.ref()).isEqualTo("r-s");
        assertThat(page.full()).isTrue();
        assertThat(page.asOf()).isEqualTo(3);
        assertThat(page.next()).isNull();
        assertThat(page.cursor()).isNotNull();
        assertThat(page.records()).hasSize(2);
        assertThat(page.records())
                .filteredOn(record -> record.id().equals(todo))
                .singleElement()
                .satisfies(record -> assertThat(record.fields()).isEqualTo(Map.of("title", "Oat milk")));
        assertThat(page.records())
                .filteredOn(
                        record -> record.deleted() != null && record.deleted().value())
                .singleElement()
                .satisfies(record -> assertThat(record.fields()).isEmpty());
        assertThat(laptop.next()).isInstanceOf(Live.class);
    }

    @Test
    void showsMoreRecordsThanFitOnAPageAndGoesOnInTheMiddle() {
        push(700, 800);
        laptop.subscribes("s", "todos");
        Snapshot first = laptop.expect(Snapshot.class);
        assertThat(first.next()).isNotNull();
        assertThat(first.cursor()).isNull();

        List<String> seen = new ArrayList<>(ids(first));
        try (Device again = Device.welcomed(url, ada.onDevice(UUID.randomUUID()))) {
            again.say(Map.of("type", "subscribe", "sub", "s", "collections", List.of("todos"), "next", first.next()));
            Snapshot page;
            do {
                page = again.expect(Snapshot.class);
                assertThat(page.asOf()).isEqualTo(first.asOf());
                seen.addAll(ids(page));
            } while (page.next() != null);
            assertThat(seen).hasSize(700).doesNotHaveDuplicates().isSorted();
            assertThat(again.next()).isInstanceOf(Live.class);
        }
    }

    private static List<String> ids(Snapshot page) {
        return page.records().stream().map(record -> record.id().toString()).toList();
    }

    @Test
    void goesOnFromACursor() {
        Live before = laptop.subscribesToTodos();
        laptop.close();
        push(450, 600);

        try (Device again = Device.welcomed(url, ada.onDevice(UUID.randomUUID()))) {
            again.subscribesFrom(before.cursor(), "s", "todos");

            List<Long> seqs = new ArrayList<>();
            long told = 0;
            ServerMessage message = again.next();
            while (message instanceof Delta delta) {
                assertThat(delta.from()).isEqualTo(told);
                told = delta.to();
                delta.events().forEach(event -> seqs.add(event.seq()));
                message = again.next();
            }
            assertThat(message).isInstanceOf(Live.class);
            assertThat(seqs).hasSize(450).isSorted().first().isEqualTo(1L);
        }
    }

    /** Pushes so many todos with titles of that length, and waits until the log has them. */
    private void push(int count, int length) {
        phone.subscribesToTodos();
        String title = "x".repeat(length);
        for (int pushed = 0; pushed < count; pushed += 50) {
            List<Object> ops = new ArrayList<>();
            for (int i = pushed; i < Math.min(count, pushed + 50); i++) {
                ops.add(phone.put(UUID.randomUUID(), title));
            }
            phone.pushes("p", ops);
            phone.expect(Ack.class);
        }
        phone.untilItHasSeen(count);
    }

    @Test
    void sendsNothingOfOtherCollections() {
        laptop.subscribes("lists", "todo-lists");
        laptop.expect(Live.class);
        laptop.subscribes("todos", "todos");
        laptop.expect(Live.class);
        Map<String, Object> list = new java.util.LinkedHashMap<>(phone.put(UUID.randomUUID(), "Shop"));
        list.put("collection", "todo-lists");

        phone.pushes("p", List.of(phone.put(UUID.randomUUID(), "Milk"), list));

        Delta first = laptop.expectDelta();
        Delta second = laptop.expectDelta();
        assertThat(List.of(first, second))
                .flatExtracting(Delta::events)
                .extracting(DeltaEvent::collection)
                .containsExactlyInAnyOrder("todos", "todo-lists");
        assertThat(List.of(first, second)).extracting(Delta::sub).containsExactlyInAnyOrder("lists", "todos");
        assertThat(List.of(first, second)).extracting(Delta::to).containsOnly(2L);
    }

    @Test
    void tellsADeviceThatItsOwnOpIsOverThoughItsFilterLetsNothingThrough() {
        subscribesToMilk(phone);
        subscribesToMilk(laptop);
        UUID todo = UUID.randomUUID();

        Ack ack = phone.pushesTitle(todo, "Bread");

        Delta delta = phone.expectDelta();
        assertThat(delta.to()).isEqualTo(1);
        assertThat(delta.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.LEAVE);
            assertThat(event.id()).isEqualTo(todo);
            assertThat(event.opId()).hasToString(ack.results().getFirst().opId());
        });
        phone.pushesTitle(UUID.randomUUID(), "Milk");
        assertThat(laptop.expectDelta().events())
                .extracting(DeltaEvent::kind)
                .as("all that the other device hears")
                .containsExactly(EventKind.ENTER);
    }

    private static void subscribesToMilk(Device device) {
        Map<String, Object> milk = Map.of("title", "Milk");
        device.say(Map.of("type", "subscribe", "sub", "milk", "collections", List.of("todos"), "where", milk));
        device.expect(Live.class);
    }

    @Test
    void startsAgainWithTheCursorOfAnotherQuery() {
        Live live = laptop.subscribesToTodos();
        phone.subscribesFrom(live.cursor(), "s", "todos", "todo-lists");

        assertThat(phone.expect(Reset.class).reason()).isEqualTo(ResetReason.OTHER_QUERY);
        assertThat(phone.expect(Snapshot.class).full()).isTrue();
        phone.expect(Live.class);
    }

    @Test
    void startsAgainWithTheCursorOfAnotherStore() {
        try (Device stranger = Device.welcomed(url, TestTokens.forUser(UUID.randomUUID()))) {
            Live foreign = stranger.subscribesToTodos();
            phone.subscribesFrom(foreign.cursor(), "s", "todos");

            assertThat(phone.expect(Reset.class).reason()).isEqualTo(ResetReason.RESTORED);
            assertThat(phone.expect(Snapshot.class).full()).isTrue();
        }
    }

    @Test
    void startsAgainWithSomethingThatIsNoCursor() {
        phone.subscribesFrom("rubbish", "s", "todos");

        Reset reset = phone.expect(Reset.class);
        assertThat(reset.reason()).isEqualTo(ResetReason.UNREADABLE);
        assertThat(reset.sub()).isEqualTo("s");
        assertThat(phone.expect(Snapshot.class).full()).isTrue();
    }

    @Test
    void refusesAForeignStore() {
        phone.say(Map.of(
                "type",
                "subscribe",
                "ref",
                "x",
                "sub",
                "s",
                "storeId",
                UUID.randomUUID(),
                "collections",
                List.of("todos")));

        Failure failure = phone.expect(Failure.class);
        assertThat(failure.ref()).isEqualTo("x");
        assertThat(failure.problem().code()).isEqualTo("foreign-store");
    }

    @Test
    void refusesACollectionThatNobodyOwns() {
        phone.subscribes("s", "todos", "spaceships");

        Failure failure = phone.expect(Failure.class);
        assertThat(failure.problem().code()).isEqualTo("unknown-collection");
        assertThat(failure.problem().errors())
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/collections/1"));
    }

    @Test
    void refusesASecondSubscriptionOfTheSameName() {
        phone.subscribesToTodos();
        phone.subscribes("s", "todo-lists");

        assertThat(phone.expect(Failure.class).problem().code()).isEqualTo("unexpected-message");
    }

    @Test
    void refusesMoreSubscriptionsThanItKeeps() {
        for (int i = 0; i < 32; i++) {
            phone.subscribes("s" + i, "todos");
            phone.expect(Live.class);
        }
        phone.subscribes("one-too-many", "todos");

        assertThat(phone.expect(Failure.class).problem().code()).isEqualTo("rate-limited");
    }

    @Test
    void sendsNothingAfterUnsubscribe() {
        laptop.subscribesToTodos();
        laptop.say(Map.of("type", "unsubscribe", "ref", "u", "sub", "s"));
        assertThat(laptop.expect(Ok.class).ref()).isEqualTo("u");
        phone.subscribesToTodos();

        phone.pushesTitle(UUID.randomUUID(), "Milk");
        phone.untilItHasSeen(1);

        laptop.say(Map.of("type", "ping", "t", 1));
        assertThat(laptop.next()).isInstanceOf(Pong.class);
        laptop.say(Map.of("type", "unsubscribe", "ref", "u2", "sub", "s"));
        assertThat(laptop.expect(Failure.class).problem().code()).isEqualTo("not-found");
    }

    @Test
    void tellsTheHeadsOfItsStores() {
        phone.say(Map.of("type", "ping", "t", 1));
        assertThat(phone.expect(Pong.class).heads()).isEmpty();
        phone.subscribesToTodos();
        phone.pushesTitle(UUID.randomUUID(), "Milk");
        phone.untilItHasSeen(1);

        phone.say(Map.of("type", "ping", "t", 2));

        assertThat(phone.expect(Pong.class).heads()).isEqualTo(Map.of(ada.user(), 1L));
    }
}
