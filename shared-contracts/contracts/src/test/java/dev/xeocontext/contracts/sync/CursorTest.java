package dev.xeocontext.contracts.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Property(seed = "21")
    void isReadBackAsItWasWritten(
            @ForAll long high,
            @ForAll long low,
            @ForAll long seq,
            @ForAll long check,
            @ForAll long query,
            @ForAll long shown) {
        Cursor cursor = new Cursor(new UUID(high, low), seq, check, query, shown);
        assertThat(Cursor.decode(cursor.encode())).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AQ", "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoCursorIsNone(String text) {
        assertThat(Cursor.decode(text)).isEmpty();
    }

    @Property(seed = "22")
    void noTextBreaksIt(@ForAll String text) {
        assertThat(Cursor.decode(text)).isNotNull();
    }

    @Test
    void aQueryIsTheSameInWhateverOrderItIsWritten() {
        assertThat(SubscriptionQuery.of(List.of("todos", "notes")).hash())
                .isEqualTo(
                        SubscriptionQuery.of(List.of("notes", "todos", "notes")).hash())
                .isNotEqualTo(SubscriptionQuery.of(List.of("notes")).hash());
    }
}
