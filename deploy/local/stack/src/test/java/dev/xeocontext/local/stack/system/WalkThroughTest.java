package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

import dev.xeocontext.local.stack.Stack;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The main path of the whole product: what the README walks through. */
@SystemTest
class WalkThroughTest {

    private final Stack stack;

    WalkThroughTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void whatOneClientWritesTheOtherSees() {
        var anna = Account.register(stack.url());
        try (var phone = Device.connect(anna).subscribe();
                var laptop = Device.connect(anna.onAnotherDevice()).subscribe()) {
            var milk = anna.rest()
                    .body(Map.of("title", "Milk"))
                    .post("/v1/todos")
                    .then()
                    .statusCode(201)
                    .extract()
                    .jsonPath()
                    .getUUID("id");
            Waiting.untilShows(phone, milk, "title", "Milk");

            var bread = Op.uuid();
            var result = laptop.push(Op.put(bread, laptop.clock().now(), Map.of("title", "Bread")))
                    .getFirst();
            assertThat(result.path("status").asText()).isEqualTo("applied");
            Waiting.untilShows(phone, bread, "title", "Bread");

            assertThat(anna.todos())
                    .extracting(todo -> todo.get("id"), todo -> todo.get("title"))
                    .containsExactlyInAnyOrder(tuple(milk.toString(), "Milk"), tuple(bread.toString(), "Bread"));
        }
    }

    @Test
    void whoSubscribesLaterGetsWhatThereIs() {
        var anna = Account.register(stack.url());
        try (var phone = Device.connect(anna).subscribe()) {
            var milk = Op.uuid();
            phone.push(Op.put(milk, phone.clock().now(), Map.of("title", "Milk")));

            try (var laptop = Device.connect(anna.onAnotherDevice()).subscribe()) {
                assertThat(laptop.replica().text(milk, "title")).contains("Milk");
            }
        }
    }

    @Test
    void whoSignedInReadsWhoTheyAre() {
        var anna = Account.register(stack.url());

        anna.onAnotherDevice().rest().get("/v1/users/me").then().statusCode(200).body("email", equalTo(anna.email()));
    }

    @Test
    void anotherPersonSeesNothingOfIt() {
        var anna = Account.register(stack.url());
        var bert = Account.register(stack.url());
        try (var phone = Device.connect(anna).subscribe();
                var foreign = Device.connect(bert).subscribe()) {
            UUID milk = Op.uuid();
            phone.push(Op.put(milk, phone.clock().now(), Map.of("title", "Milk")));
            Waiting.untilShows(phone, milk, "title", "Milk");

            var own = Op.uuid();
            foreign.push(Op.put(own, foreign.clock().now(), Map.of("title", "Own")));
            Waiting.untilShows(foreign, own, "title", "Own");

            assertThat(foreign.replica().size()).isEqualTo(1);
            bert.rest().get("/v1/todos/" + milk).then().statusCode(404).body("code", equalTo("not-found"));
        }
    }
}
