package dev.xeocontext.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutagesTest {

    @Test
    void knowsADatabaseThatIsAway() {
        assertThat(Outages.isOutage(new RuntimeException(new ConnectException("refused"))))
                .isTrue();
        assertThat(Outages.isOutage(new IllegalStateException(ClosedConnectionException.INSTANCE)))
                .isTrue();
        assertThat(Outages.isOutage(new NoStackTraceThrowable("Timeout"))).isTrue();
        assertThat(Outages.isOutage(new NoStackTraceThrowable("Connection is not active now, current status: CLOSING")))
                .isTrue();
        assertThat(Outages.isOutage(new NoStackTraceThrowable(
                        "Pending requests failed to be sent due to connection has been closed.")))
                .isTrue();
        assertThat(Outages.isOutage(database("57P01"))).isTrue();
        assertThat(Outages.isOutage(database("53300"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"25006", "25P03", "55P03", "40001", "40P01"})
    void knowsADatabaseThatIsHeldUp(String sqlState) {
        assertThat(Outages.isOutage(database(sqlState))).isTrue();
    }

    @Test
    void doesNotTakeAColumnThatCannotBeReadForAnOutage() {
        var unreadable = new IllegalStateException("a column", new JsonParseException(null, "Unexpected character"));

        assertThat(Outages.isOutage(unreadable)).isFalse();
    }

    @Test
    void doesNotTakeAMistakeForAnOutage() {
        assertThat(Outages.isOutage(database("23505"))).isFalse();
        assertThat(Outages.isOutage(database("42P01"))).isFalse();
        assertThat(Outages.isOutage(database("25P02"))).isFalse();
        assertThat(Outages.isOutage(new IllegalStateException("Timeout"))).isFalse();
    }

    private static PgException database(String sqlState) {
        return new PgException("said so", "FATAL", sqlState, "detail");
    }
}
