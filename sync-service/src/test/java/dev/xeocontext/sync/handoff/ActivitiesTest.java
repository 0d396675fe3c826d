package dev.xeocontext.sync.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.Activity;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.sync.notice.Audience;
import dev.xeocontext.sync.notice.Notice;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What devices tell of activities, on two replicas. */
class ActivitiesTest extends TwoReplicas {

    @Test
    void tellsOnEveryReplicaWhatADeviceIsAt() {
        assertThat(replica.publish(store, LAPTOP, book, 0, 1)).isEqualTo(1);
        for (int page = 2; page <= 20; page++) {
            assertThat((page % 2 == 0 ? replica : other).publish(store, LAPTOP, book, 1, page))
                    .isEqualTo(1);
        }

        Awaitility.await().atMost(Replica.DEADLINE).until(() -> heard.notices().size() == 20);
        assertThat(heard.notices()).extracting(Notice::audience).containsOnly(new Audience.Others(LAPTOP));
        assertThat(heard.of(ServerMessage.Offered.class))
                .extracting(offered -> offered.activity().state().get("page"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
        assertThat(onOther().title()).isEqualTo("Moby Dick");
        assertThat(onOther().deviceId()).isEqualTo(LAPTOP);
        assertThat(Replica.await(other.activities().of(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void listsTheLatestFirst() {
        UUID note = UUID.randomUUID();
        replica.publish(store, LAPTOP, book, 0, 1);
        replica.publish(store, TABLET, note, 0, 1);
        Awaitility.await().atMost(Replica.DEADLINE).until(() -> onOther().ageMs() > 0);
        replica.publish(store, LAPTOP, book, 1, 2);

        assertThat(Replica.await(other.activities().of(store)))
                .extracting(Activity::id)
                .containsExactly(book, note);
    }

    @Test
    void keepsALateStateBeforeItIsRefused() {
        replica.publish(store, LAPTOP, book, 0, 1);
        assertThat(other.claim(store, TABLET, book, 1)).isPresent();

        assertThat(failure(() -> replica.publish(store, LAPTOP, book, 1, 9)).code())
                .isEqualTo(ProblemCode.ACTIVITY_MOVED);
        assertThat(history.kept(Past.How.LATE)).singleElement().satisfies(late -> {
            assertThat(late.state()).containsEntry("page", 9L);
            assertThat(late.deviceId()).isEqualTo(LAPTOP);
            assertThat(late.version()).isEqualTo(1);
        });

        history.goAway();
        assertThat(failure(() -> replica.publish(store, LAPTOP, book, 1, 10)).code())
                .isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(replica.publish(store, TABLET, book, 2, 11)).isEqualTo(2);
        assertThat(other.claim(store, PHONE, book, 2)).isPresent();
    }

    @Test
    void answersWhatIsSaidAgainAsItDidFirst() {
        assertThat(replica.publish(store, LAPTOP, book, 0, 1)).isEqualTo(1);
        assertThat(other.publish(store, LAPTOP, book, 0, 1)).isEqualTo(1);
        assertThat(replica.release(store, LAPTOP, book, 1, 2, null)).isEqualTo(1);
        assertThat(other.release(store, LAPTOP, book, 1, 2, null)).isEqualTo(1);
        assertThat(replica.claim(store, TABLET, book, 1)).isPresent();
        assertThat(other.claim(store, TABLET, book, 1))
                .hasValueSatisfying(again -> assertThat(again.version()).isEqualTo(2));

        assertThat(history.kept(Past.How.LATE)).isEmpty();
        assertThat(heard.of(ServerMessage.Claimed.class)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void believesNothingThatItRemembers() {
        replica.publish(store, LAPTOP, book, 0, 1);
        assertThat(other.claim(store, TABLET, book, 1)).isPresent();
        assertThat(replica.publish(store, TABLET, book, 2, 2)).isEqualTo(2);
        assertThat(other.publish(store, TABLET, book, 2, 3)).isEqualTo(2);
        assertThat(replica.publish(store, TABLET, book, 2, 4)).isEqualTo(2);

        Replica.await(other.activities().end(store, new ClientMessage.End(null, null, book, 2L)));

        assertThat(replica.publish(store, LAPTOP, book, 0, 5)).isEqualTo(1);
        assertThat(onOther().state()).containsEntry("page", 5L);
        assertThat(history.kept(Past.How.LATE)).isEmpty();
    }

    @Test
    void knowsNothingWhenRedisWasEmptied() {
        replica.publish(store, LAPTOP, book, 0, 1);
        send(replica, Request.cmd(Command.DEL).arg("xeo:activities:{" + store + '}'));
        send(replica, Request.cmd(Command.SCRIPT).arg("FLUSH"));

        assertThat(Replica.await(other.activities().of(store))).isEmpty();
        assertThat(failure(() -> replica.publish(store, LAPTOP, book, 1, 2)).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(history.kept(Past.How.LATE)).hasSize(1);
        assertThat(failure(() -> other.claim(store, TABLET, book, 1)).code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(replica.publish(store, LAPTOP, book, 0, 2)).isEqualTo(1);
    }

    private static void send(Replica replica, Request request) {
        replica.redis().send(request).toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isUnavailableWhenRedisIsAway() {
        try (Replica alone = new Replica(online, history, Map.of(), "redis://127.0.0.1:1")) {
            assertThat(failure(() -> alone.publish(store, LAPTOP, book, 0, 1)).code())
                    .isEqualTo(ProblemCode.UNAVAILABLE);
            assertThat(failure(() -> alone.claim(store, TABLET, book, 1)).code())
                    .isEqualTo(ProblemCode.UNAVAILABLE);
            assertThat(failure(() -> Replica.await(alone.activities().of(store)))
                            .code())
                    .isEqualTo(ProblemCode.UNAVAILABLE);
        }
    }

    @Test
    void passesOverWhatAnotherVersionWrote() {
        replica.publish(store, LAPTOP, book, 0, 1);
        UUID strange = UUID.randomUUID();
        send(
                replica,
                Request.cmd(Command.HSET)
                        .arg("xeo:activities:{" + store + '}')
                        .arg(strange.toString())
                        .arg("{\"what\": 1}"));
        send(
                replica,
                Request.cmd(Command.HSET)
                        .arg("xeo:activities:{" + store + '}')
                        .arg(UUID.randomUUID().toString())
                        .arg("?"));

        assertThat(Replica.await(other.activities().of(store)))
                .extracting(Activity::id)
                .containsExactly(book);
        assertThat(failure(() -> other.claim(store, TABLET, strange, 1)).code()).isEqualTo(ProblemCode.UNAVAILABLE);
    }

    @Test
    void makesRoomOfWhatNobodyHas() {
        List<UUID> ids = IntStream.range(0, 4).mapToObj(i -> UUID.randomUUID()).toList();
        ids.subList(0, 3).forEach(id -> replica.publish(store, LAPTOP, id, 0, 1));
        assertThat(failure(() -> replica.publish(store, LAPTOP, ids.get(3), 0, 1))
                        .code())
                .isEqualTo(ProblemCode.RATE_LIMITED);

        replica.release(store, LAPTOP, ids.get(1), 1, null, null);
        assertThat(replica.publish(store, LAPTOP, ids.get(3), 0, 1)).isEqualTo(1);

        assertThat(heard.awaitOne(ServerMessage.Expired.class).activityId()).isEqualTo(ids.get(1));
        assertThat(Replica.await(other.activities().of(store)))
                .extracting(Activity::id)
                .containsExactlyInAnyOrder(ids.get(0), ids.get(2), ids.get(3));
        assertThat(history.kept(Past.How.ENDED)).hasSize(1);
    }

    @Test
    void isOverWhenItsTimeIs() {
        try (Replica brief = new Replica(online, history, Map.of("lifetime", "1s"))) {
            replica.publish(store, LAPTOP, UUID.randomUUID(), 0, 1);
            replica.publish(store, LAPTOP, book, 0, 1);

            Awaitility.await()
                    .atMost(Replica.DEADLINE)
                    .until(() -> Replica.await(brief.activities().of(store)).isEmpty());
        }
        Awaitility.await()
                .atMost(Replica.DEADLINE)
                .until(() -> heard.of(ServerMessage.Expired.class).size() == 2);
    }

    @Test
    void endsForEverybody() {
        replica.publish(store, LAPTOP, book, 0, 1);
        ClientMessage.End early = new ClientMessage.End(null, null, book, 2L);
        assertThat(failure(() -> Replica.await(other.activities().end(store, early)))
                        .code())
                .isEqualTo(ProblemCode.ACTIVITY_MOVED);

        Replica.await(other.activities().end(store, new ClientMessage.End(null, null, book, 1L)));

        assertThat(heard.awaitOne(ServerMessage.Expired.class).activityId()).isEqualTo(book);
        assertThat(Replica.await(replica.activities().of(store))).isEmpty();
    }

    @Test
    void boundsWhatADeviceMayDo() {
        try (Replica strict = new Replica(online, history, Map.of("at-once", "2", "per-second", "0.0001"))) {
            strict.publish(store, LAPTOP, book, 0, 1);
            strict.publish(store, LAPTOP, book, 1, 2);
            assertThat(failure(() -> strict.publish(store, LAPTOP, book, 1, 3)).code())
                    .isEqualTo(ProblemCode.RATE_LIMITED);
            assertThat(strict.claim(store, TABLET, book, 1)).isPresent();
        }
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        ClientMessage.Draft bad =
                new ClientMessage.Draft(null, "", "x".repeat(201), "\ud83d", Map.of("a", Map.of("b/", "\0")), -1L);
        ProblemException refused =
                failure(() -> Replica.await(replica.activities().publish(store, LAPTOP, bad)));
        assertThat(refused.code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
        assertThat(pointers(refused))
                .containsExactlyInAnyOrder(
                        "/activity/id",
                        "/activity/kind",
                        "/activity/resource",
                        "/activity/title",
                        "/activity/version",
                        "/activity/state/a/b~1");

        ClientMessage.Draft large =
                new ClientMessage.Draft(book, "reading", "files/1", null, Map.of("a", "ä".repeat(8_192)), null);
        ProblemException tooLarge =
                failure(() -> Replica.await(replica.activities().publish(store, LAPTOP, large)));
        assertThat(tooLarge.code()).isEqualTo(ProblemCode.TOO_LARGE);
        assertThat(pointers(tooLarge)).containsExactly("/activity/state");

        ClientMessage.Claim claim = new ClientMessage.Claim(null, null, null, null, null);
        assertThat(pointers(failure(() -> Replica.await(replica.activities().claim(store, LAPTOP, claim)))))
                .containsExactly("/activityId", "/version");
        ClientMessage.End end = new ClientMessage.End(null, null, book, 0L);
        assertThat(pointers(failure(() -> Replica.await(replica.activities().end(store, end)))))
                .containsExactly("/version");
    }
}
