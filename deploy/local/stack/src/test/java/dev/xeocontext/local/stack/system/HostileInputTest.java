package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.local.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes over a socket gets its error or close code; nothing crashes, hangs or leaks, and nobody else notices. */
@SystemTest
class HostileInputTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RANDOM_FRAMES = Settings.number("XEO_SOAK_FRAMES", 200);
    private static final int TINY_MESSAGES = 100_000;
    private static final long TOLERATED_GROWTH = 64L << 20;
    /** What RFC 6455 has for frames that are none. */
    private static final Set<Integer> BAD_FRAME = Set.of(1002, 1003, 1006, 1007, 1009);

    private final Stack stack;
    private final SyncVitals vitals;
    private Neighbour neighbour;
    private Heckler heckler;
    private Heckler chatterbox;
    private CompletableFuture<Floods> floods;
    private long liveBytes;

    HostileInputTest(Stack stack) {
        this.stack = stack;
        this.vitals = new SyncVitals(stack);
    }

    @BeforeAll
    void begin() {
        await("sockets of other tests are gone")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> vitals.sockets() == 0);
        liveBytes = vitals.liveBytes();
        neighbour = Neighbour.of(stack);
        heckler = new Heckler(Account.register(stack.url()), PATIENCE);
        chatterbox = new Heckler(Account.register(stack.url()), PATIENCE);
        // the server takes some thousand a second: that goes on beside the other tests
        floods = CompletableFuture.supplyAsync(
                () -> new Floods(flood("{\"type\":\"ping\",\"t\":1}"), flood("{\"type\":\"x\"}")),
                task -> Thread.ofVirtual().start(task));
    }

    @AfterAll
    void nothingIsLeftOfIt() throws IOException {
        heckler.close();
        chatterbox.close();
        try (var quiet = neighbour) {
            System.out.println("beside hostile input, " + quiet.finish());
        }
        await("every socket is gone").atMost(PATIENCE).until(() -> vitals.sockets() == 0);
        await("the memory is free again")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(vitals.liveBytes()).isLessThan(liveBytes + TOLERATED_GROWTH));
    }

    static Stream<byte[]> garbage() {
        var texts = Stream.of(
                        "",
                        " ",
                        "null",
                        "17",
                        "\"text\"",
                        "[]",
                        "{}",
                        "{\"type\":",
                        "{\"type\":\"ping\"}}",
                        "{\"type\":\"ping\"} {\"type\":\"ping\"}",
                        "{\"type\":17}",
                        "{\"type\":\"teleport\"}",
                        "{'type':'ping'}",
                        "[".repeat(500_000),
                        "{\"type\":\"ping\",\"t\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                        "{\"type\":\"ping\",\"t\":" + "9".repeat(900_000) + "}",
                        "{\"type\":\"push\",\"ref\":\"1\",\"ops\":1e1000000000}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        var random = new Random(Settings.SEED);
        var noise = Stream.generate(() -> {
                    var bytes = new byte[1 + random.nextInt(2_000)];
                    random.nextBytes(bytes);
                    return bytes;
                })
                .limit(20);
        return Stream.concat(texts, noise);
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void whatIsNoMessageIsRefused(byte[] garbage) throws IOException {
        assertThat(heckler.say(RawSocket.TEXT, garbage)).isIn(Heckler.Reaction.ERROR, Heckler.Reaction.CLOSED);
        assertThat(heckler.closeCodes()).isSubsetOf(documented());
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        assertThat(heckler.say(RawSocket.BINARY, "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8)))
                .isIn(Heckler.Reaction.ERROR, Heckler.Reaction.CLOSED);
        assertThat(heckler.say(RawSocket.TEXT, new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'}))
                .isIn(Heckler.Reaction.ERROR, Heckler.Reaction.CLOSED);
    }

    @Test
    void whatIsNoFrameClosesTheSocket() throws IOException {
        var random = new Random(Settings.SEED);
        for (int round = 0; round < 10; round++) {
            var bytes = new byte[200];
            random.nextBytes(bytes);
            // reserved bits and an opcode that there is not
            bytes[0] = (byte) 0xff;
            heckler.sayRaw(bytes);
        }
    }

    @Test
    void aBentMessageIsAnsweredOrRefused() throws IOException {
        for (var frame : BentMessages.of("(?!hello).*")) {
            heckler.say(RawSocket.TEXT, frame.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(heckler.closeCodes()).isSubsetOf(documented());
    }

    @Test
    void aBentHelloIsAnsweredOrRefused() throws IOException {
        for (var frame : BentMessages.of("hello")) {
            try (var socket = RawSocket.open(stack.url(), PATIENCE)) {
                socket.sendText(frame);
                // whoever did not get in is a stranger
                socket.sendText("{\"type\":\"ping\"}");
                while (socket.receive().isPresent()) {
                    // refused in words, then closed
                }
                assertThat(socket.closeCode()).as(frame).isIn(documented());
            }
        }
    }

    /** Bytes of valid messages that were flipped, cut out or doubled. */
    @Test
    void aBrokenMessageIsAnsweredOrRefused() throws IOException {
        var random = new Random(Settings.SEED);
        var frames = BentMessages.of(".*").stream()
                .filter(frame -> frame.length() < 1_000)
                .toList();
        for (int round = 0; round < RANDOM_FRAMES; round++) {
            var bytes = frames.get(random.nextInt(frames.size())).getBytes(StandardCharsets.UTF_8);
            int place = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                case 1 -> bytes = Arrays.copyOf(bytes, place);
                default -> bytes = Arrays.copyOf(bytes, bytes.length + place);
            }
            heckler.say(RawSocket.TEXT, bytes);
        }
        assertThat(heckler.closeCodes()).isSubsetOf(documented());
    }

    @Test
    void aHundredThousandTinyMessagesAreAnsweredOrEndTheConnection() {
        var answered = floods.join();
        assertThat(answered.pongs()).isEqualTo(TINY_MESSAGES);
        assertThat(answered.errors()).isLessThan(TINY_MESSAGES);
        assertThat(chatterbox.closeCodes()).contains(CloseCode.ABUSE.code());
    }

    /** How many of as many pings, and of messages of no type, were answered; in their order. */
    private record Floods(int pongs, int errors) {}

    private int flood(String message) {
        try {
            return chatterbox.flood(message, TINY_MESSAGES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<Integer> documented() {
        var codes = new HashSet<>(BAD_FRAME);
        Arrays.stream(CloseCode.values()).map(CloseCode::code).forEach(codes::add);
        return codes;
    }
}
