package dev.xeocontext.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents 1.0 envelope, in its JSON format. Those of one transaction that have the same way through the broker
 * ({@link EventRoute}) travel together, as a batch ({@value #BATCH_MEDIA_TYPE}); they may be of several stores.
 *
 * @param id UUIDv7, unique; the log takes an event once
 * @param source the service, {@code /todos-service}
 * @param type {@code dev.xeocontext.<service>.changed.v1}, or a happening of the domain
 * @param subject {@code <collection>/<record id>}
 * @param time RFC 3339, UTC
 * @param traceparent W3C trace context of the request behind it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CloudEvent<T>(
        String specversion,
        UUID id,
        String source,
        String type,
        String subject,
        String time,
        String datacontenttype,
        @Nullable String traceparent,
        T data) {

    public static final String BATCH_MEDIA_TYPE = "application/cloudevents-batch+json";

    private static final String SPEC_VERSION = "1.0";
    private static final String MEDIA_TYPE = "application/json";
    private static final String TYPE_PREFIX = "dev.xeocontext.";

    /**
     * The envelope of a changed record.
     *
     * @param service the name in routes and types, {@code todos}
     */
    public static CloudEvent<RecordChanged> changed(
            UUID id, String service, String time, @Nullable String traceparent, RecordChanged data) {
        String type = TYPE_PREFIX + service + ".changed." + RecordChanged.VERSION;
        return of(id, service, type, data.collection() + '/' + data.id(), time, traceparent, data);
    }

    /** The envelope of a revoked session. */
    public static CloudEvent<SessionRevoked> sessionRevoked(
            UUID id, String time, @Nullable String traceparent, SessionRevoked data) {
        return of(id, "identity", SessionRevoked.TYPE, "sessions/" + data.sessionId(), time, traceparent, data);
    }

    private static <T> CloudEvent<T> of(
            UUID id, String service, String type, String subject, String time, @Nullable String traceparent, T data) {
        return new CloudEvent<>(
                SPEC_VERSION, id, '/' + service + "-service", type, subject, time, MEDIA_TYPE, traceparent, data);
    }
}
