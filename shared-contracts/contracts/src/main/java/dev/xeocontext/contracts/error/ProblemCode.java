package dev.xeocontext.contracts.error;

import java.net.URI;
import java.util.Arrays;

/**
 * Every way in which a request, an op or a socket can fail. The code is stable and finer than the HTTP status; the
 * problem type is derived from it.
 */
public enum ProblemCode {
    // what the request looks like
    MALFORMED_BODY("malformed-body", 400, "The body is not what this call takes"),
    MALFORMED_MESSAGE("malformed-message", 400, "The message is not what the protocol takes"),
    UNKNOWN_MESSAGE("unknown-message", 400, "The message type is not known"),
    UNEXPECTED_MESSAGE("unexpected-message", 409, "The message does not fit the state of the connection"),
    INVALID_PARAMETER("invalid-parameter", 400, "A parameter is not valid"),
    VALIDATION_FAILED("validation-failed", 422, "A value is not valid"),
    TOO_LARGE("too-large", 413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The media type is not supported"),
    NOT_ACCEPTABLE("not-acceptable", 406, "No acceptable representation"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here"),
    PROTOCOL_TOO_OLD("protocol-too-old", 426, "The protocol version is no longer spoken"),

    // who asks
    UNAUTHENTICATED("unauthenticated", 401, "Sign-in is required"),
    INVALID_TOKEN("invalid-token", 401, "The token is not valid"),
    TOKEN_EXPIRED("token-expired", 401, "The token has expired"),
    SESSION_REVOKED("session-revoked", 401, "The session has been ended"),
    INVALID_CREDENTIALS("invalid-credentials", 401, "Email or password is wrong"),
    FORBIDDEN("forbidden", 403, "Not allowed"),
    FOREIGN_STORE("foreign-store", 403, "The store belongs to somebody else"),
    STORE_CLOSED("store-closed", 410, "The store has been closed"),

    // what is asked for
    NOT_FOUND("not-found", 404, "There is no such thing here"),
    EMAIL_TAKEN("email-taken", 409, "The email address is in use"),
    ACTIVITY_MOVED("activity-moved", 409, "The activity is on another device by now"),
    PRECONDITION_FAILED("precondition-failed", 412, "The record has changed since it was read"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The idempotency key was used for another request"),

    // what is wrong with one op
    MALFORMED_OP("malformed-op", 400, "The op is not well-formed"),
    UNKNOWN_COLLECTION("unknown-collection", 422, "The collection is not known"),
    UNKNOWN_FIELD("unknown-field", 422, "The collection has no such field"),
    CLOCK_SKEW("clock-skew", 422, "The clock of the device is ahead"),
    CLOCK_REUSED("clock-reused", 409, "The same clock was used for another value"),
    GONE("gone", 410, "The record was deleted long ago and cannot come back"),
    ATOMIC_ABORTED("atomic-aborted", 409, "Another op of the same atomic push was refused"),
    REFUSED_BY_STORAGE("refused-by-storage", 422, "The database refuses the value"),

    // what the server cannot do now
    RATE_LIMITED("rate-limited", 429, "Too many requests"),
    UNAVAILABLE("unavailable", 503, "The service cannot answer now"),
    UPSTREAM_FAILED("upstream-failed", 502, "The service broke off its answer"),
    UPSTREAM_TIMEOUT("upstream-timeout", 504, "The service did not answer in time"),
    INTERNAL("internal", 500, "Something went wrong on the server");

    private static final String TYPE_PREFIX = "https://xeocontext.dev/problems/";

    private final String code;
    private final int status;
    private final String title;

    ProblemCode(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /** The stable, kebab-case name. */
    public String code() {
        return code;
    }

    /** The one with this stable name; {@link #INTERNAL} when this version does not know it. */
    public static ProblemCode of(String code) {
        return Arrays.stream(values())
                .filter(known -> known.code.equals(code))
                .findFirst()
                .orElse(INTERNAL);
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** A short English sentence, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The RFC 9457 problem type. */
    public URI type() {
        return URI.create(TYPE_PREFIX + code);
    }
}
