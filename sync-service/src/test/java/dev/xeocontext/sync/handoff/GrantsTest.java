package dev.xeocontext.sync.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.Activity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claims that are waited for, while every device is connected. */
class GrantsTest {

    private static final UUID LAPTOP = new UUID(1, 1);
    private static final UUID TABLET = new UUID(1, 2);
    private static final UUID PHONE = new UUID(1, 3);

    private final UUID store = UUID.randomUUID();
    private final UUID book = UUID.randomUUID();
    private final Vertx vertx = Vertx.vertx();
    private final FakeHistory history = new FakeHistory();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Replica replica(String releaseTime) {
        return new Replica(
                (storeId, deviceId) -> Uni.createFrom().item(true), history, Map.of("release-time", releaseTime));
    }

    private CompletableFuture<Activity> claim(Replica replica) {
        return new Grants(replica.activities(), replica.config(), vertx)
                .claim(store, TABLET, book, 1, TABLET)
                .subscribeAsCompletionStage()
                .orTimeout(60, TimeUnit.SECONDS);
    }

    private boolean isClaimed(Replica replica) {
        @Nullable Held held = Replica.await(replica.steps().look(store, book)).held();
        return held != null && held.claim() != null;
    }

    @Test
    void areAnsweredAtTheDeadline() {
        try (Replica replica = replica("300ms")) {
            replica.publish(store, LAPTOP, book, 0, 1);

            Activity activity = claim(replica).join();

            assertThat(activity.deviceId()).isEqualTo(TABLET);
            assertThat(activity.version()).isEqualTo(2);
            assertThat(activity.ageMs()).isGreaterThanOrEqualTo(300);
        }
    }

    @Test
    void areAnsweredOnceItIsLetGoOf() {
        try (Replica replica = replica("1h")) {
            replica.publish(store, LAPTOP, book, 0, 1);
            CompletableFuture<Activity> claim = claim(replica);
            Awaitility.await().atMost(Replica.DEADLINE).until(() -> isClaimed(replica));
            assertThat(claim).isNotDone();

            replica.release(store, LAPTOP, book, 1, 7, null);

            assertThat(claim.join().state()).containsEntry("page", 7L);
        }
    }

    @Test
    void failWhenItIsSentElsewhere() {
        try (Replica replica = replica("1h")) {
            replica.publish(store, LAPTOP, book, 0, 1);
            CompletableFuture<Activity> claim = claim(replica);
            Awaitility.await().atMost(Replica.DEADLINE).until(() -> isClaimed(replica));

            replica.release(store, LAPTOP, book, 1, 7, PHONE);

            Throwable failure = claim.handle((activity, refused) -> refused).join();
            assertThat(((ProblemException) failure).code()).isEqualTo(ProblemCode.ACTIVITY_MOVED);
        }
    }
}
