package dev.xeocontext.contracts.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.ElementSet.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** The laws that make redelivery and reordering harmless. Few clocks and names, so that they meet often. */
class MergeLawsTest {

    @Property(seed = "11", tries = 2_000)
    void joiningIsCommutative(@ForAll("states") RecordState a, @ForAll("states") RecordState b) {
        assertThat(Merge.join(a, b)).isEqualTo(Merge.join(b, a));
    }

    @Property(seed = "12", tries = 2_000)
    void joiningIsAssociative(
            @ForAll("states") RecordState a, @ForAll("states") RecordState b, @ForAll("states") RecordState c) {
        assertThat(Merge.join(Merge.join(a, b), c)).isEqualTo(Merge.join(a, Merge.join(b, c)));
    }

    @Property(seed = "13", tries = 2_000)
    void joiningIsIdempotent(@ForAll("states") RecordState a, @ForAll("states") RecordState b) {
        RecordState joined = Merge.join(a, b);
        assertThat(Merge.join(joined, b)).isSameAs(joined);
        assertThat(Merge.join(a, a)).isSameAs(a);
    }

    @Property(seed = "14", tries = 1_000)
    void whateverTheOrderAndHoweverOftenReplicasEndEqual(
            @ForAll @Size(max = 12) List<@From("states") RecordState> patches, @ForAll Random random) {
        RecordState inOrder = patches.stream().reduce(RecordState.EMPTY, Merge::join);
        List<RecordState> disorder = new ArrayList<>(patches);
        disorder.addAll(patches);
        Collections.shuffle(disorder, random);
        RecordState shuffled = disorder.stream().reduce(RecordState.EMPTY, Merge::join);

        assertThat(shuffled).isEqualTo(inOrder);
        assertThat(RecordHash.of("id", shuffled)).isEqualTo(RecordHash.of("id", inOrder));
    }

    @Property(seed = "15", tries = 1_000)
    void theWireFormLosesNothing(@ForAll("states") RecordState state) {
        assertThat(WireState.of(state).toState()).isEqualTo(state);
    }

    @Provide
    Arbitrary<RecordState> states() {
        Arbitrary<FieldState> fields = Arbitraries.oneOf(registers(), sets());
        Arbitrary<Map<String, FieldState>> maps = Arbitraries.maps(Arbitraries.of("title", "status", "tags"), fields)
                .ofMaxSize(3);
        return Combinators.combine(maps, deletions().injectNull(0.5)).as(RecordState::new);
    }

    private static Arbitrary<FieldState> registers() {
        Arbitrary<Object> values = Arbitraries.of("a", "b", 1L, 0.5, true, List.of("a"), Map.of("x", 1L));
        return Combinators.combine(values.injectNull(0.2), clocks()).as(Register::new);
    }

    private static Arbitrary<FieldState> sets() {
        Arbitrary<Element> elements =
                Combinators.combine(Arbitraries.of(true, false), clocks()).as(Element::new);
        return Arbitraries.maps(Arbitraries.of("x", "y", "\uFF5E", "\uD83E\uDDB7"), elements)
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(ElementSet::of);
    }

    private static Arbitrary<Deletion> deletions() {
        return Combinators.combine(Arbitraries.of(true, false), clocks()).as(Deletion::new);
    }

    private static Arbitrary<Hlc> clocks() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 3),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(1L, -1L))
                .as(Hlc::new);
    }
}
