package dev.xeocontext.contracts.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.ElementSet;
import dev.xeocontext.contracts.merge.ElementSet.Element;
import dev.xeocontext.contracts.merge.FieldState;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.Register;
import dev.xeocontext.contracts.merge.WireState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds for every filter and every record. */
class WhereLawsTest {

    private static final Hlc CLOCK = new Hlc(1, 0, 1);

    @Property(seed = "41", tries = 2_000)
    void aNegationMatchesTheOthers(
            @ForAll("filters") Map<String, Object> filter, @ForAll("records") Map<String, @Nullable Object> fields) {
        Filterable record = Filterable.of(fields);
        assertThat(WhereReader.read(Map.of("$not", filter)).matches(record))
                .isNotEqualTo(WhereReader.read(filter).matches(record));
    }

    @Property(seed = "42", tries = 2_000)
    void theOrderInWhichAFilterIsWrittenIsNothing(
            @ForAll("filters") Map<String, Object> filter,
            @ForAll("records") Map<String, @Nullable Object> fields,
            @ForAll Random random) {
        Where written = WhereReader.read(filter);
        Where shuffled = WhereReader.read(shuffle(filter, random));

        assertThat(shuffled).isEqualTo(written).hasSameHashCodeAs(written);
        assertThat(hash(shuffled)).isEqualTo(hash(written));
        assertThat(shuffled.matches(Filterable.of(fields))).isEqualTo(written.matches(Filterable.of(fields)));
    }

    @Property(seed = "43", tries = 2_000)
    void filtersOfOneTextAreOne(
            @ForAll("filters") Map<String, Object> one, @ForAll("filters") Map<String, Object> other) {
        Where a = WhereReader.read(one);
        Where b = WhereReader.read(other);
        assertThat(a.equals(b)).isEqualTo(a.canonical().equals(b.canonical()));
        assertThat(hash(a) == hash(b)).isEqualTo(a.equals(b));
    }

    @Property(seed = "44", tries = 1_000)
    void aRecordIsSeenTheSameInEitherForm(@ForAll("records") Map<String, @Nullable Object> fields) {
        Map<String, FieldState> states = new LinkedHashMap<>();
        fields.forEach((name, value) -> states.put(name, new Register(value, CLOCK)));
        states.put("set", ElementSet.of(Map.of("x", new Element(true, CLOCK), "y", new Element(false, CLOCK))));
        RecordState state = new RecordState(states, null);

        assertThat(Filterable.of(WireState.of(state).fields())).isEqualTo(Filterable.of(state));
        assertThat(Filterable.of(Filterable.of(state).fields())).isEqualTo(Filterable.of(state));
    }

    @Provide
    Arbitrary<Map<String, Object>> filters() {
        Arbitrary<Object> tests = Arbitraries.oneOf(
                scalars().map(value -> operator("$eq", value)),
                scalars().map(value -> operator("$ne", value)),
                scalars().map(value -> operator("$contains", value)),
                scalars().list().ofMaxSize(3).map(values -> operator("$in", values)),
                Combinators.combine(Arbitraries.of("$lt", "$lte", "$gt", "$gte"), Arbitraries.of((Object) 1L, 0.5, "b"))
                        .as(WhereLawsTest::operator),
                Arbitraries.of(true, false).map(value -> operator("$exists", value)));
        Arbitrary<Map<String, Object>> flat =
                Arbitraries.maps(names(), tests).ofMinSize(1).ofMaxSize(3);
        return Combinators.combine(flat, flat.list().ofMinSize(1).ofMaxSize(3), Arbitraries.of("$and", "$or"))
                .as((outer, inner, junction) -> {
                    Map<String, Object> filter = new LinkedHashMap<>(outer);
                    filter.put(junction, inner);
                    return filter;
                });
    }

    @Provide
    Arbitrary<Map<String, @Nullable Object>> records() {
        Arbitrary<Object> values =
                Arbitraries.oneOf(scalars(), scalars().list().ofMaxSize(3).map(list -> (Object) list));
        return Arbitraries.maps(names(), values).ofMaxSize(3);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("a", "b", "c");
    }

    private static Arbitrary<Object> scalars() {
        return Arbitraries.of(Arrays.asList(null, true, false, 0L, 1L, 0.5, "a", "b", "\uD83E\uDDB7", "\uFF5E"));
    }

    private static Object operator(String name, @Nullable Object operand) {
        return Collections.singletonMap(name, operand);
    }

    private static @Nullable Object shuffle(@Nullable Object json, Random random) {
        return switch (json) {
            case Map<?, ?> map -> {
                List<Map.Entry<?, ?>> members = new ArrayList<>(map.entrySet());
                Collections.shuffle(members, random);
                Map<String, @Nullable Object> shuffled = new LinkedHashMap<>();
                members.forEach(
                        member -> shuffled.put(String.valueOf(member.getKey()), shuffle(member.getValue(), random)));
                yield shuffled;
            }
            case List<?> list -> {
                List<@Nullable Object> shuffled = new ArrayList<>();
                list.forEach(item -> shuffled.add(shuffle(item, random)));
                Collections.shuffle(shuffled, random);
                yield shuffled;
            }
            case null, default -> json;
        };
    }

    private static long hash(Where where) {
        return SubscriptionQuery.of(List.of("todos"), where).hash();
    }
}
