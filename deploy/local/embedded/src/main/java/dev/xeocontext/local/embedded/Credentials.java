package dev.xeocontext.local.embedded;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The passwords between the parts of one stack. All parts share one machine and one owner, so one set is enough. */
public record Credentials(
        String postgresAdmin, Map<Databases.Service, String> postgresRoles, String redis, String broker) {

    private static final int RANDOM_BYTES = 24;

    public Credentials {
        postgresRoles = Map.copyOf(postgresRoles);
    }

    public static Credentials random(SecureRandom random) {
        var roles = new TreeMap<Databases.Service, String>();
        for (var service : Databases.Service.values()) {
            roles.put(service, secret(random));
        }
        return new Credentials(secret(random), roles, secret(random), secret(random));
    }

    /** The same passwords from what {@link #asMap} gave. */
    public static Credentials of(Map<String, String> values) {
        var roles = new TreeMap<Databases.Service, String>();
        for (var service : Databases.Service.values()) {
            roles.put(service, required(values, "postgres." + service.schema()));
        }
        return new Credentials(
                required(values, "postgres"), roles, required(values, "redis"), required(values, "broker"));
    }

    public String of(Databases.Service service) {
        return Objects.requireNonNull(postgresRoles.get(service));
    }

    /** By stable names, to be kept in a file. */
    public Map<String, String> asMap() {
        var values = postgresRoles.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> "postgres." + entry.getKey().schema(),
                        Map.Entry::getValue,
                        (first, second) -> first,
                        TreeMap::new));
        values.put("postgres", postgresAdmin);
        values.put("redis", redis);
        values.put("broker", broker);
        return values;
    }

    @Override
    public String toString() {
        return "Credentials[…]";
    }

    private static String required(Map<String, String> values, String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no secret named " + name);
        }
        return value;
    }

    private static String secret(SecureRandom random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
