package dev.xeocontext.kit.http;

import dev.xeocontext.kit.op.OpApplication;
import dev.xeocontext.kit.op.StateColumns;
import dev.xeocontext.kit.time.Ids;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the REST side of records together, in services that own collections ({@code xeo.records.enabled}). */
@IfBuildProperty(name = "xeo.records.enabled", stringValue = "true")
final class RecordHttp {

    @Produces
    @Singleton
    RecordWrites writes(OpApplication application, Ids ids) {
        return new RecordWrites(application, ids);
    }

    @Produces
    @Singleton
    RecordBodies bodies(StateColumns columns) {
        return new RecordBodies(columns);
    }
}
