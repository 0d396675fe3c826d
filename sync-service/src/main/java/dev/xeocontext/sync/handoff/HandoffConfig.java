package dev.xeocontext.sync.handoff;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How activities are handed over. */
@ConfigMapping(prefix = "xeo.sync.handoff")
public interface HandoffConfig {

    /** How long a device that has an activity may take to let go of it, once another one wants it. */
    @WithDefault("2s")
    Duration releaseTime();

    /** How much later than the replica that was asked the others look whether an activity is to be taken. */
    @WithDefault("200ms")
    Duration relief();

    /** How long an activity is kept after its last change. */
    @WithDefault("24h")
    Duration lifetime();

    /** Most activities of a store. */
    @WithDefault("32")
    int activities();

    /** Most bytes of a state, as JSON. */
    @WithDefault("16384")
    int stateBytes();

    /** How often in a second a device may do something about activities, on average. */
    @WithDefault("50")
    double perSecond();

    /** How often it may do so at once. */
    @WithDefault("200")
    int atOnce();

    /** Of how many devices it is remembered how much they did; a device that is forgotten begins anew. */
    @WithDefault("50000")
    int rememberedDevices();

    /** How long Redis, and the database for the history, may take with an answer. */
    @WithDefault("1s")
    Duration answerTimeout();

    /** How often it is looked whether the activities that devices were told of are still there. */
    @WithDefault("5s")
    Duration look();

    /** Of how many stores it is remembered what their devices were told of. */
    @WithDefault("100000")
    int rememberedStores();

    /** Most states of an activity's history. */
    @WithDefault("100")
    int historyStates();

    /** How long a state stays in the history. */
    @WithDefault("30d")
    Duration historyRetention();
}
