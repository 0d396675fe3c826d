package dev.xeocontext.bench.limit;

/** Text of a given size. */
final class Padding {

    private Padding() {}

    static String of(int bytes) {
        return "x".repeat(bytes);
    }
}
