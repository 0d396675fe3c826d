package dev.xeocontext.local.stack.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Somebody with an account and bad manners, who comes back whenever the server closes the connection. For one thread. */
final class Heckler implements AutoCloseable {

    /** What the server made of a frame. */
    enum Reaction {
        /** Nothing, or an answer as to everybody else. */
        ANSWERED,
        ERROR,
        CLOSED
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LAST = 0x80;
    private static final int FLUSH_EVERY = 1_000;

    private final Account account;
    private final Duration patience;
    private final Set<Integer> closeCodes = new TreeSet<>();
    private @Nullable RawSocket socket;
    private int pings;

    /** @param patience how long an answer may take before a test fails */
    Heckler(Account account, Duration patience) {
        this.account = account;
        this.patience = patience;
    }

    /** Sends one frame, and then waits until the server answers a ping or has closed the connection. */
    Reaction say(int opcode, byte[] payload) throws IOException {
        var open = connected();
        open.send(LAST | opcode, payload);
        var mark = "mark-" + ++pings;
        open.sendText(JSON.valueToTree(Map.of("type", "ping", "t", mark)).toString());
        boolean refused = false;
        while (true) {
            var answer = next(open);
            if (answer == null) {
                return Reaction.CLOSED;
            }
            if (answer.path("t").asText().equals(mark)) {
                return refused ? Reaction.ERROR : Reaction.ANSWERED;
            }
            refused |= answer.path("type").asText().equals("error");
        }
    }

    /** Sends bytes that are no frame: the server has to close the connection. */
    void sayRaw(byte[] bytes) throws IOException {
        var open = connected();
        open.sendRaw(bytes);
        while (next(open) != null) {
            // until it is closed
        }
    }

    /** Sends a message many times without waiting; returns how many answers came. */
    int flood(String message, int times) throws IOException {
        var open = connected();
        var payload = message.getBytes(StandardCharsets.UTF_8);
        var sender = Thread.ofVirtual().start(() -> {
            for (int sent = 1; sent <= times; sent++) {
                open.send(LAST | RawSocket.TEXT, payload);
                if (sent % FLUSH_EVERY == 0) {
                    open.flush();
                }
            }
            open.flush();
        });
        int answers = 0;
        while (answers < times && next(open) != null) {
            answers++;
        }
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answers;
    }

    Set<Integer> closeCodes() {
        return closeCodes;
    }

    private @Nullable JsonNode next(RawSocket open) throws IOException {
        var text = open.receive();
        if (text.isPresent()) {
            return JSON.readTree(text.get());
        }
        closeCodes.add(open.closeCode());
        open.close();
        socket = null;
        return null;
    }

    private RawSocket connected() throws IOException {
        var open = socket;
        if (open == null) {
            open = RawSocket.open(account.gateway(), patience);
            socket = open;
            var device =
                    Map.of("id", account.deviceId(), "name", "Test", "platform", "test", "node", "00000000000000ff");
            open.sendText(JSON.valueToTree(
                            Map.of("type", "hello", "protocol", 1, "token", account.accessToken(), "device", device))
                    .toString());
            var welcome = JSON.readTree(open.receive().orElseThrow());
            if (!welcome.path("type").asText().equals("welcome")) {
                throw new IOException("not welcome: " + welcome);
            }
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
