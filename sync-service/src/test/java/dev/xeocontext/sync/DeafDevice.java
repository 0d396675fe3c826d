package dev.xeocontext.sync;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A device that speaks and reads nothing until it is told to: its frames go out on a bare connection. */
public final class DeafDevice implements AutoCloseable {

    private static final long PAUSE_NANOS = 1_000_000;
    private static final long BETWEEN_PINGS_NANOS = 50_000_000;
    private static final int TEXT_FRAME = 0x81;
    private static final int PING_FRAME = 0x89;
    private static final int MASKED = 0x80;
    private static final int LARGEST_PING = 125;
    private static final int MASKED_WITH_TWO_BYTES_OF_LENGTH = 0x80 | 126;

    private final SocketChannel channel;
    private final ByteBuffer inbox = ByteBuffer.allocate(1 << 16);

    /** A socket on which nothing was said yet. */
    public DeafDevice(URI http) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(http.getHost(), http.getPort()));
        writeAll(ByteBuffer.wrap(upgrade(http).getBytes(StandardCharsets.US_ASCII)));
        hear("101 Switching Protocols");
        channel.configureBlocking(false);
    }

    /** A socket on which hello was said and the welcome was heard. */
    DeafDevice(URI http, String hello) throws IOException {
        this(http);
        channel.configureBlocking(true);
        writeAll(frame(hello));
        hear("\"welcome\"");
        channel.configureBlocking(false);
    }

    private static String upgrade(URI http) {
        return """
                GET /v1/sync HTTP/1.1\r
                Host: %s\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Protocol: xeo.sync.v1\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """.formatted(http.getAuthority());
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void hear(String expected) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(expected) < 0) {
            inbox.clear();
            if (channel.read(inbox) < 0) {
                throw new IOException("closed after " + heard);
            }
            heard.append(StandardCharsets.ISO_8859_1.decode(inbox.flip()));
        }
    }

    /** A text frame of 126 bytes to 64 KiB, masked with zeros. */
    static ByteBuffer frame(String text) {
        byte[] padded = (text + " ".repeat(Math.max(0, 126 - text.length()))).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(padded.length + 8)
                .put((byte) TEXT_FRAME)
                .put((byte) MASKED_WITH_TWO_BYTES_OF_LENGTH)
                .putShort((short) padded.length)
                .putInt(0)
                .put(padded)
                .flip();
    }

    /** As large as a ping may be, masked with zeros. */
    static ByteBuffer ping() {
        return ByteBuffer.allocate(LARGEST_PING + 6)
                .put((byte) PING_FRAME)
                .put((byte) (MASKED | LARGEST_PING))
                .rewind();
    }

    /** Pings now and then, without listening, until the server hangs up; says no by returning false when it doesn't in time. */
    public boolean isCutOff(Duration patience) {
        ByteBuffer ping = ping();
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (System.nanoTime() < until) {
                channel.write(ping);
                if (!ping.hasRemaining()) {
                    ping.rewind();
                }
                LockSupport.parkNanos(BETWEEN_PINGS_NANOS);
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Says the same again and again, without listening, until the server hangs up.
     *
     * @return whether it did in time, and before it took {@code most} bytes
     */
    boolean isCutOffSaying(ByteBuffer frame, Duration patience, long most) {
        long taken = 0;
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (taken < most && System.nanoTime() < until) {
                int written = channel.write(frame);
                taken += written;
                if (written == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                } else if (!frame.hasRemaining()) {
                    frame.rewind();
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Says the same again and again, without listening.
     *
     * @param frame goes on where it was left
     * @return how many bytes the server took until it took none for that long, or more than {@code most}
     */
    long speaks(ByteBuffer frame, Duration patience, long most) throws IOException {
        long taken = 0;
        long tookAt = System.nanoTime();
        while (taken < most && System.nanoTime() - tookAt < patience.toNanos()) {
            int written = channel.write(frame);
            taken += written;
            tookAt = written > 0 ? System.nanoTime() : tookAt;
            if (written == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } else if (!frame.hasRemaining()) {
                frame.rewind();
            }
        }
        return taken;
    }

    /** Listens until the server takes more again; says no by returning false when it doesn't in time. */
    boolean listensUntilHeardAgain(ByteBuffer frame, Duration patience) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < until) {
            inbox.clear();
            if (channel.read(inbox) < 0) {
                return false;
            }
            if (channel.write(frame) > 0) {
                return true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
