package dev.xeocontext.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final InFlight pushes = new InFlight(2);
    private final List<Integer> begun = new ArrayList<>();

    @Test
    void oneMoreThanTheServerAllowsWaitsItsTurn() {
        for (int push = 0; push < 4; push++) {
            int number = push;
            pushes.enter(() -> begun.add(number));
        }
        assertThat(begun).containsExactly(0, 1);

        pushes.leave();
        assertThat(begun).containsExactly(0, 1, 2);
    }

    @Test
    void roomThatNobodyWaitedForIsKept() {
        pushes.enter(() -> begun.add(0));
        pushes.leave();
        pushes.enter(() -> begun.add(1));
        pushes.enter(() -> begun.add(2));

        assertThat(begun).containsExactly(0, 1, 2);
    }
}
