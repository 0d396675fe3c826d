package dev.xeocontext.sync.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.event.OpBatch;
import dev.xeocontext.contracts.event.OpBatchAnswer;
import dev.xeocontext.contracts.op.OpResult;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SortingTest {

    private static final int RECORD_BYTES = 1_000;

    private final Owner todos = new Named("todos");
    private final Owner notes = new Named("notes");
    private final Owners owners = new Owners(Map.of("todos", todos, "todo-lists", todos, "notes", notes));

    @Test
    void asksEachOwnerOnceInTheOrderOfTheOps() {
        Sorting sorting = sort(List.of(op("todos"), op("notes"), op("todo-lists"), op("notes")), 4);

        assertThat(places(sorting, todos)).containsExactly(0, 2);
        assertThat(places(sorting, notes)).containsExactly(1, 3);
        assertThat(answers(sorting)).containsExactly("", "", "", "");
    }

    /** What is left to be sent again is the end of the push, so that no op overtakes an earlier one of its record. */
    @Test
    void whatTheRateLimitStopsIsTheEndOfThePush() {
        Sorting sorting = sort(List.of(op("todos"), op("notes"), op("todos"), op("spaceships")), 2);

        assertThat(places(sorting, todos)).containsExactly(0);
        assertThat(answers(sorting)).containsExactly("", "", "RETRY rate-limited", "RETRY rate-limited");
    }

    @Test
    void togetherTheyGoToTheirOneOwner() {
        Sorting sorting = sort(List.of(op("todos"), op("todo-lists")), 2);

        sorting.together();

        assertThat(places(sorting, todos)).containsExactly(0, 1);
    }

    @Test
    void togetherTheyAreForOneOwnerOnly() {
        Sorting sorting = sort(List.of(op("todos"), op("notes")), 2);

        sorting.together();

        assertThat(sorting.byOwner()).isEmpty();
        assertThat(answers(sorting)).containsExactly("REJECTED atomic-aborted", "REJECTED atomic-aborted");
    }

    @Test
    void togetherTheyAreRefusedWithTheOneThatIs() {
        List<@Nullable Object> ops = new ArrayList<>(List.of(op("todos"), op("spaceships"), "nonsense", op("todos")));
        ops.add(null);
        Sorting sorting = sort(ops, 5);

        sorting.together();

        assertThat(sorting.byOwner()).isEmpty();
        assertThat(answers(sorting))
                .containsExactly(
                        "REJECTED atomic-aborted",
                        "REJECTED unknown-collection",
                        "REJECTED malformed-op",
                        "REJECTED atomic-aborted",
                        "REJECTED malformed-op");
    }

    @Test
    void togetherTheyWaitForTheRateLimit() {
        Sorting sorting = sort(List.of(op("todos"), op("spaceships")), 0);

        sorting.together();

        assertThat(answers(sorting)).containsExactly("RETRY rate-limited", "RETRY rate-limited");
    }

    private Sorting sort(List<@Nullable Object> ops, int allowed) {
        return Sorting.of(ops, allowed, 100, owners, RECORD_BYTES);
    }

    private static Map<String, Object> op(String collection) {
        return Map.of("opId", UUID.randomUUID().toString(), "collection", collection);
    }

    private record Named(String name) implements Owner {

        @Override
        public Uni<OpBatchAnswer> apply(String token, OpBatch batch) {
            return Uni.createFrom().failure(new AssertionError("nobody is asked while sorting"));
        }
    }

    private static List<Integer> places(Sorting sorting, Owner owner) {
        return sorting.byOwner().getOrDefault(owner, List.of()).stream()
                .map(Sorting.Op::place)
                .toList();
    }

    private static List<String> answers(Sorting sorting) {
        return Arrays.stream(sorting.results()).map(SortingTest::answer).toList();
    }

    private static String answer(@Nullable OpResult result) {
        return result == null || result.problem() == null
                ? ""
                : result.status() + " " + result.problem().code();
    }
}
