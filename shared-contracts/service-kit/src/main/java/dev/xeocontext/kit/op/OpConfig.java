package dev.xeocontext.kit.op;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bounds of the op path. */
@ConfigMapping(prefix = "xeo.ops")
public interface OpConfig {

    /** How far the clock of an op may be ahead of this service's. */
    @WithDefault("60s")
    Duration maxSkew();

    /** Most room that a record may take, in characters. */
    @WithDefault("262144")
    long maxRecordWeight();

    /** Most room for the results in one answer, in bytes; at least one is told whatever it takes. */
    @WithDefault("524288")
    long maxAnswerBytes();

    /** How long the ids of taken ops are remembered. */
    @WithDefault("90d")
    Duration rememberFor();

    /** How many blocks of the table of their ids are gone through in one transaction, when old ones are forgotten. */
    @WithDefault("128")
    int forgetBlocks();

    /** How many transactions of ops run at a time; the stores share them. */
    @WithDefault("4")
    int lanes();

    /** How long callers wait for an answer. What has waited longer for its transaction is not begun any more. */
    @WithDefault("10s")
    Duration patience();

    /**
     * How long a transaction of ops may take before its callers are told to try again: less than their patience, so that
     * somebody is there to be told.
     */
    @WithDefault("8s")
    Duration commitTimeout();

    /** Most writes of different callers in one transaction. */
    @WithDefault("1000")
    int groupWrites();

    /** About the most characters of what different callers write in one transaction; its events are no larger by much. */
    @WithDefault("4000000")
    long groupWeight();

    /** Most writes that wait for a lane, and most that are taken all or none at a time; what comes then is refused. */
    @WithDefault("10000")
    int waitingWrites();

    /** Most room that those writes may take, in characters. */
    @WithDefault("8388608")
    long waitingWeight();
}
