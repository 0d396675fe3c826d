package dev.xeocontext.local.stack.backing;

import static dev.xeocontext.local.stack.backing.Variables.required;

import dev.xeocontext.local.embedded.Endpoints;
import java.util.Map;
import java.util.Optional;

/**
 * A broker that somebody else runs.
 *
 * @param queueType the value of {@code XEO_QUEUE_TYPE}
 */
public record ExternalBroker(Endpoints.Amqp endpoint, String queueType) {

    /** The one that {@code XEO_AMQP_HOST} and the variables beside it name, if they name one. */
    public static Optional<ExternalBroker> in(Map<String, String> environment) {
        return environment.getOrDefault("XEO_AMQP_HOST", "").isBlank()
                ? Optional.empty()
                : Optional.of(new ExternalBroker(endpoint(environment), queueType(environment)));
    }

    private static Endpoints.Amqp endpoint(Map<String, String> environment) {
        return new Endpoints.Amqp(
                required(environment, "XEO_AMQP_HOST", "A broker of your own"),
                Integer.parseInt(environment.getOrDefault("XEO_AMQP_PORT", "5672")),
                required(environment, "XEO_AMQP_USER", "XEO_AMQP_HOST"),
                required(environment, "XEO_AMQP_PASSWORD", "XEO_AMQP_HOST"));
    }

    private static String queueType(Map<String, String> environment) {
        return environment.getOrDefault("XEO_QUEUE_TYPE", "quorum");
    }
}
