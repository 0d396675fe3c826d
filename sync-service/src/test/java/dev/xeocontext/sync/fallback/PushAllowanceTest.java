package dev.xeocontext.sync.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.sync.push.LimitsConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PushAllowanceTest {

    private final InstantSource time = InstantSource.fixed(Instant.EPOCH);
    private final PushAllowance allowance =
            new PushAllowance(mapping(LimitsConfig.class), mapping(FallbackConfig.class), time);
    private final List<UniEmitter<? super String>> underWay = new ArrayList<>();
    private final UUID session = UUID.randomUUID();

    private static <T> T mapping(Class<T> type) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(type)
                .build()
                .getConfigMapping(type);
    }

    private UniAssertSubscriber<String> push(UUID of) {
        Uni<String> slow = Uni.createFrom().emitter(underWay::add);
        return allowance.within(of, rate -> slow).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void letsAsManyPushesOfASessionBeUnderWayAsAConnectionMayHave() {
        for (int i = 0; i < 4; i++) {
            push(session);
        }

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> push(session))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.RATE_LIMITED));
        push(UUID.randomUUID());
    }

    @Test
    void countsAPushNoMoreOnceItIsAnsweredFailedOrGivenUp() {
        List<UniAssertSubscriber<String>> pushes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pushes.add(push(session));
        }
        underWay.get(0).complete("done");
        underWay.get(1).fail(new IllegalStateException("failed"));
        pushes.get(2).cancel();

        for (int i = 0; i < 3; i++) {
            push(session);
        }
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> push(session));
    }
}
