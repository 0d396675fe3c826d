package dev.xeocontext.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.xeocontext.contracts.sync.ServerMessage;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private final JsonMapper json = new JsonMapper();
    private final Frames frames = new Frames();

    @Test
    void thePageThatIsToldIsThePageThatIsOffered() throws JsonProcessingException {
        ObjectNode draft = json.valueToTree(new Reading().at(4_711, 1));

        assertThat(Reading.page(offer(draft))).hasValue(4_711);
    }

    @Test
    void anActivityOfSomebodyElseHasNoPage() throws JsonProcessingException {
        ObjectNode draft = json.valueToTree(new Reading().at(4_711, 1));
        draft.putObject("state").put("line", 12);

        assertThat(Reading.page(offer(draft))).isEmpty();
    }

    @Test
    void twoPeopleReadTwoBooks() {
        assertThat(new Reading().at(0, 0).id())
                .isNotEqualTo(new Reading().at(0, 0).id());
    }

    /** As the server tells it. */
    private ServerMessage.Offered offer(ObjectNode activity) throws JsonProcessingException {
        activity.put("ageMs", 0);
        var offer = json.createObjectNode()
                .put("type", "handoff.offered")
                .put("storeId", "0193a5f0-0000-7000-8000-00000000000a")
                .put("activityId", activity.path("id").asText())
                .put("version", 1);
        offer.set("activity", activity);
        return (ServerMessage.Offered) ((Incoming.Whole) frames.read(json.writeValueAsString(offer))).message();
    }
}
