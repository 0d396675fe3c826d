package dev.xeocontext.sync.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xeocontext.sync.log.Numbering.Placed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NumberingTest {

    private final UUID ada = new UUID(0, 1);
    private final UUID bob = new UUID(0, 2);
    private final NewEvent milk = Changes.titled(ada, "Milk");
    private final NewEvent eggs = Changes.titled(ada, "Eggs");
    private final NewEvent tea = Changes.titled(bob, "Tea");

    @Test
    void numbersEachStoreOnFromItsHead() {
        List<Placed> placed = Numbering.place(
                List.of(milk, tea, eggs), Map.of(ada, new StoreLock(5, 0), bob, new StoreLock(0, 0)), Set.of());

        assertThat(placed).extracting(Placed::seq).containsExactly(6L, 1L, 7L);
        assertThat(Numbering.byStore(placed, List.of(Sides.CREATED, Sides.CREATED, Sides.CREATED)))
                .satisfiesExactly(
                        store -> {
                            assertThat(store.storeId()).isEqualTo(ada);
                            assertThat(store.from()).isEqualTo(5);
                            assertThat(store.to()).isEqualTo(7);
                        },
                        store -> {
                            assertThat(store.storeId()).isEqualTo(bob);
                            assertThat(store.to()).isEqualTo(1);
                        });
    }

    @Test
    void leavesNoGapForWhatTheLogHas() {
        Set<EventKey> known = Set.of(EventKey.of(milk.change()));

        List<Placed> placed = Numbering.place(List.of(milk, eggs), Map.of(ada, new StoreLock(5, 0)), known);

        assertThat(placed).extracting(Placed::seq).containsExactly(6L);
        assertThat(placed).extracting(Placed::event).containsExactly(eggs);
    }

    @Test
    void takesAnEventOnceThatComesTwiceInATransaction() {
        List<Placed> placed = Numbering.place(List.of(milk, milk, eggs), Map.of(ada, new StoreLock(0, 0)), Set.of());

        assertThat(placed).extracting(Placed::event).containsExactly(milk, eggs);
        assertThat(placed).extracting(Placed::seq).containsExactly(1L, 2L);
    }

    @Test
    void refusesAStoreThatIsNotLocked() {
        assertThatThrownBy(() -> Numbering.place(List.of(tea), Map.of(ada, new StoreLock(0, 0)), Set.of()))
                .isInstanceOf(IllegalStateException.class);
    }
}
