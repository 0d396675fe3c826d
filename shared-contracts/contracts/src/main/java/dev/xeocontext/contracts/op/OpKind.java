package dev.xeocontext.contracts.op;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a device wants of a record. */
public enum OpKind {
    /** Write fields. On a deleted record it is merged under the tombstone; it never shows the record again. */
    @JsonProperty("put")
    PUT,
    @JsonProperty("delete")
    DELETE,
    /** The only way to show a deleted record again. */
    @JsonProperty("restore")
    RESTORE
}
