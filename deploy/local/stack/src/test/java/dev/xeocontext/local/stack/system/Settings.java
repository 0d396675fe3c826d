package dev.xeocontext.local.stack.system;

/** How long and from where random tests run. */
final class Settings {

    /** What random tests begin with. */
    static final long SEED = Long.parseLong(System.getenv().getOrDefault("XEO_SEED", "20261121"));

    private Settings() {}

    /** A number that {@code ./xeo soak} sets. */
    static int number(String variable, int unlessSet) {
        return Integer.parseInt(System.getenv().getOrDefault(variable, Integer.toString(unlessSet)));
    }
}
