package dev.xeocontext.identity.password;

/**
 * What one computation of Argon2id costs.
 *
 * @param memory in KiB
 * @param iterations passes over the memory
 * @param parallelism lanes
 */
record Argon2Cost(int memory, int iterations, int parallelism) {

    /** The first choice of the OWASP Password Storage Cheat Sheet. */
    static final Argon2Cost RECOMMENDED = new Argon2Cost(19_456, 2, 1);
}
