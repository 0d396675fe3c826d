package dev.xeocontext.sync.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Granted;
import dev.xeocontext.sync.notice.Audience;
import dev.xeocontext.sync.notice.Notice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How activities move from device to device, on two replicas. */
class ClaimsTest extends TwoReplicas {

    private static final int CLAIMS = 100;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void grantsOneOfAHundredClaims(boolean holderIsThere) {
        if (holderIsThere) {
            connected.add(LAPTOP);
        }
        replica.publish(store, LAPTOP, book, 0, 1);
        List<UUID> devices = new ArrayList<>(
                IntStream.range(0, CLAIMS).mapToObj(i -> new UUID(7, i)).toList());
        Collections.shuffle(devices, new Random(4));

        List<CompletableFuture<Optional<Granted>>> answers = new ArrayList<>();
        for (UUID device : devices) {
            Replica asked = device.getLeastSignificantBits() % 2 == 0 ? replica : other;
            answers.add(asked.claims(store, device, book, 1));
        }
        List<UUID> taken = new ArrayList<>();
        for (int i = 0; i < CLAIMS; i++) {
            CompletableFuture<Optional<Granted>> answer = answers.get(i).orTimeout(60, TimeUnit.SECONDS);
            @Nullable
            Throwable refused = answer.handle((granted, failure) -> failure).join();
            if (refused == null) {
                taken.add(devices.get(i));
                assertThat(answer.join().isPresent()).isNotEqualTo(holderIsThere);
            } else {
                assertThat(((ProblemException) refused).code()).isEqualTo(ProblemCode.ACTIVITY_MOVED);
            }
        }

        assertThat(taken).hasSize(1);
        assertThat(heard.awaitOne(ServerMessage.Claimed.class).deviceId()).isEqualTo(taken.getFirst());
        assertThat(onOther().deviceId()).isEqualTo(taken.getFirst());
        assertThat(onOther().version()).isEqualTo(2);
        assertThat(heard.of(ServerMessage.Claimed.class)).hasSize(1);
        assertThat(heard.of(ServerMessage.Granted.class)).hasSize(holderIsThere ? 1 : 0);
        assertThat(history.kept(Past.How.MOVED)).hasSize(1);
    }

    @Test
    void grantsAtTheDeadlineThoughNobodyLooks() {
        connected.add(LAPTOP);
        replica.publish(store, LAPTOP, book, 0, 1);

        assertThat(other.claim(store, TABLET, book, 1)).isEmpty();

        assertThat(heard.awaitOne(ServerMessage.ReleaseRequested.class).deviceId())
                .isEqualTo(TABLET);
        Granted granted = heard.awaitOne(Granted.class);
        assertThat(granted.version()).isEqualTo(2);
        assertThat(granted.from()).isEqualTo(LAPTOP);
        assertThat(granted.activity().ageMs()).isGreaterThanOrEqualTo(2_000);
        assertThat(heard.notices())
                .extracting(Notice::audience)
                .containsExactly(
                        new Audience.Others(LAPTOP),
                        new Audience.Only(LAPTOP),
                        new Audience.Only(TABLET),
                        new Audience.Others(TABLET));
    }

    @Test
    void grantsThoughTheReplicaThatWasAskedIsKilled() {
        connected.add(LAPTOP);
        replica.publish(store, LAPTOP, book, 0, 1);
        try (Replica killed = new Replica(online, history, Map.of())) {
            assertThat(killed.claim(store, TABLET, book, 1)).isEmpty();
        }

        Awaitility.await().atMost(Replica.DEADLINE).until(() -> onOther().version() == 2);
        assertThat(onOther().deviceId()).isEqualTo(TABLET);
        assertThat(heard.awaitOne(Granted.class).activity().state()).containsEntry("page", 1);
    }

    @Test
    void grantsAtOnceWithTheStateOfTheRelease() {
        connected.add(LAPTOP);
        try (Replica patient = new Replica(online, history, Map.of("release-time", "1h"))) {
            replica.publish(store, LAPTOP, book, 0, 1);
            assertThat(patient.claim(store, TABLET, book, 1)).isEmpty();
            assertThat(replica.publish(store, LAPTOP, book, 1, 2)).isEqualTo(1);

            assertThat(other.release(store, LAPTOP, book, 1, 3, null)).isEqualTo(2);
        }

        assertThat(heard.awaitOne(Granted.class).activity().state()).containsEntry("page", 3);
        assertThat(replica.claim(store, TABLET, book, 1)).hasValueSatisfying(again -> {
            assertThat(again.ref()).isEqualTo("c");
            assertThat(again.version()).isEqualTo(2);
        });
        assertThat(history.kept(Past.How.MOVED)).singleElement().satisfies(past -> {
            assertThat(past.deviceId()).isEqualTo(LAPTOP);
            assertThat(past.movedTo()).isEqualTo(TABLET);
            assertThat(past.version()).isEqualTo(1);
        });
    }

    @Test
    void sendsToADeviceThatIsConnected() {
        replica.publish(store, LAPTOP, book, 0, 1);
        assertThat(failure(() -> replica.release(store, LAPTOP, book, 1, 2, TABLET))
                        .code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(failure(() -> replica.release(store, LAPTOP, book, 1, 2, LAPTOP))
                        .code())
                .isEqualTo(ProblemCode.VALIDATION_FAILED);
        connected.add(TABLET);

        assertThat(replica.release(store, LAPTOP, book, 1, 2, TABLET)).isEqualTo(2);

        assertThat(heard.awaitOne(Granted.class).activity().state()).containsEntry("page", 2);
        assertThat(onOther().deviceId()).isEqualTo(TABLET);
    }

    @Test
    void claimsForADeviceThatIsConnected() {
        replica.publish(store, LAPTOP, book, 0, 1);
        ClientMessage.Claim claim = new ClientMessage.Claim(null, null, book, 1L, TABLET);
        ProblemException away = failure(() -> Replica.await(other.activities().claim(store, PHONE, claim)));
        assertThat(away.code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(pointers(away)).containsExactly("/deviceId");
        connected.add(TABLET);

        assertThat(Replica.await(other.activities().claim(store, PHONE, claim))).isPresent();
        assertThat(heard.awaitOne(Granted.class).activity().deviceId()).isEqualTo(TABLET);
    }
}
