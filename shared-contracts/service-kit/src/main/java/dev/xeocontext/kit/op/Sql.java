package dev.xeocontext.kit.op;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Set-wise statements: rows go in as arrays, one for each column. */
final class Sql {

    private Sql() {}

    static Uni<RowSet<Row>> run(SqlClient client, String sql, Tuple parameters) {
        return client.preparedQuery(sql).execute(parameters);
    }

    static <T> UUID[] uuids(List<T> items, Function<T, UUID> of) {
        return items.stream().map(of).toArray(UUID[]::new);
    }

    static <T> String[] texts(List<T> items, Function<T, String> of) {
        return items.stream().map(of).toArray(String[]::new);
    }
}
