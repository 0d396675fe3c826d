package dev.xeocontext.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private final Arrivals arrivals = new Arrivals(1, 3, 2);

    @Test
    void countWhatIsMissingAndWhatCameTwice() {
        arrivals.arrived(0, 0, 0);
        arrivals.arrived(1, 0, 0);
        arrivals.arrived(1, 0, 0);
        arrivals.arrived(0, 2, 0);

        assertThat(arrivals.expected()).isEqualTo(6);
        assertThat(arrivals.missing()).isEqualTo(3);
        assertThat(arrivals.twice()).isEqualTo(1);
    }

    @Test
    void areTimedFromWhenTheyWereDueButNotThoseOfTheWarmUp() {
        arrivals.sent(0, 0);
        arrivals.sent(1, 0);
        arrivals.arrived(0, 0, TimeUnit.SECONDS.toNanos(9));
        arrivals.arrived(0, 1, TimeUnit.MILLISECONDS.toNanos(5));

        assertThat(arrivals.latency().count()).isEqualTo(1);
        assertThat(arrivals.latency().max()).isBetween(4.9, 5.1);
    }

    @Test
    void areAwaitedOnlyWhileSomethingIsMissing() throws InterruptedException {
        for (int receiver = 0; receiver < 2; receiver++) {
            for (int message = 0; message < 3; message++) {
                arrivals.arrived(receiver, message, 0);
            }
        }

        arrivals.awaitAll();

        assertThat(arrivals.missing()).isZero();
    }
}
