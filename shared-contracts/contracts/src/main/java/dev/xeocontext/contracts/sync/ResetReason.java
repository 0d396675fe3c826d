package dev.xeocontext.contracts.sync;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a cursor no longer leads anywhere. */
public enum ResetReason {
    /** The log no longer reaches back to it. */
    @JsonProperty("history-lost")
    HISTORY_LOST,
    /** The store was put back to an earlier state, or never was in the one that the cursor names. */
    @JsonProperty("restored")
    RESTORED,
    /** It is the cursor of another query. */
    @JsonProperty("other-query")
    OTHER_QUERY,
    /** It is no cursor at all. */
    @JsonProperty("unreadable")
    UNREADABLE
}
