package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.op.OpKind;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of this schema, from and to columns. */
final class Columns {

    private Columns() {}

    static @Nullable Deletion deletion(Row row) {
        Boolean value = row.getBoolean("deleted");
        return value == null ? null : new Deletion(value, Hlc.parse(row.getString("deleted_clock")));
    }

    static @Nullable Boolean deleted(@Nullable Deletion deletion) {
        return deletion == null ? null : deletion.value();
    }

    static @Nullable String deletedClock(@Nullable Deletion deletion) {
        return deletion == null ? null : deletion.clock().toString();
    }

    static String kind(OpKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    static OpKind kind(String name) {
        return OpKind.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
