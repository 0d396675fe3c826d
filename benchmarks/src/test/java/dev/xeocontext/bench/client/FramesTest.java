package dev.xeocontext.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.contracts.sync.ServerMessage;
import org.junit.jupiter.api.Test;

class FramesTest {

    private final Frames frames = new Frames();

    @Test
    void ofADeltaOnlyTheOpsOfItsEventsAreRead() {
        var delta = """
            {"sub":"all","from":1,"type":"delta","events":[
              {"seq":2,"changed":{"opId":"a field of that name","events":[{"opId":"deep"}]},"opId":"one"},
              {"seq":3,"kind":"delete"},
              {"seq":4,"opId":"two"}],"to":4}\
            """;

        assertThat(frames.read(delta))
                .isInstanceOfSatisfying(
                        Incoming.Events.class,
                        events -> assertThat(events.opIds()).containsExactly("one", "two"));
    }

    @Test
    void everyOtherMessageIsReadWhole() {
        assertThat(frames.read("{\"type\":\"ok\",\"ref\":\"7\",\"new\":[1]}"))
                .isEqualTo(new Incoming.Whole(new ServerMessage.Ok("7")));
    }

    @Test
    void messagesAreWrittenWithTheirType() {
        assertThat(frames.write(new ClientMessage.Unsubscribe("1", "all")))
                .isEqualTo("{\"type\":\"unsubscribe\",\"ref\":\"1\",\"sub\":\"all\"}");
    }
}
