package dev.xeocontext.contracts.op;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of an op. */
public enum OpStatus {
    /** At least one field won, and the record shows it. */
    @JsonProperty("applied")
    APPLIED,
    /** No field won, or the record is deleted. */
    @JsonProperty("superseded")
    SUPERSEDED,
    /** It was applied or superseded before, and changes nothing now. */
    @JsonProperty("duplicate")
    DUPLICATE,
    /** It will never be taken; the problem says why. */
    @JsonProperty("rejected")
    REJECTED,
    /** Undecided: send it again, under the same id. */
    @JsonProperty("retry")
    RETRY
}
