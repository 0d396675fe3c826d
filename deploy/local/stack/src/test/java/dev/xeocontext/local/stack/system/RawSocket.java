package dev.xeocontext.local.stack.system;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A WebSocket by hand, for what no library would send. One thread may send while another receives. */
final class RawSocket implements AutoCloseable {

    static final int TEXT = 1;
    static final int BINARY = 2;

    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int ABNORMAL = 1006;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int closeCode;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /**
     * Connects; nothing is said yet.
     *
     * @param patience how long an answer may take before {@link #receive} fails
     */
    static RawSocket open(URI server, Duration patience) throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
        socket.setTcpNoDelay(true);
        var raw = new RawSocket(socket);
        raw.upgrade(server);
        return raw;
    }

    private void upgrade(URI server) throws IOException {
        var request = String.join(
                "\r\n",
                "GET /v1/sync HTTP/1.1",
                "Host: " + server.getAuthority(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol: xeo.sync.v1",
                "",
                "");
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n")) {
            answer.append((char) in.readUnsignedByte());
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("not upgraded: " + answer);
        }
    }

    void sendText(String text) {
        send(LAST | TEXT, text.getBytes(StandardCharsets.UTF_8));
        flush();
    }

    /** Sends a whole frame, once flushed. The server may have gone: then nothing happens. */
    void send(int head, byte[] payload) {
        try {
            out.writeByte(head);
            if (payload.length < SHORT_LENGTH) {
                out.writeByte(MASKED | payload.length);
            } else if (payload.length < 1 << Short.SIZE) {
                out.writeByte(MASKED | SHORT_LENGTH);
                out.writeShort(payload.length);
            } else {
                out.writeByte(MASKED | LONG_LENGTH);
                out.writeLong(payload.length);
            }
            // the mask is all zeroes
            out.writeInt(0);
            out.write(payload);
        } catch (IOException e) {
            // the receiver will see why
        }
    }

    /** Sends bytes that need not be a frame. */
    void sendRaw(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // the receiver will see why
        }
    }

    void flush() {
        sendRaw(new byte[0]);
    }

    /**
     * The next text; nothing once the socket is closed.
     *
     * @throws java.net.SocketTimeoutException when none comes in time
     */
    Optional<String> receive() throws IOException {
        try {
            var message = new ByteArrayOutputStream();
            while (true) {
                int head = in.readUnsignedByte();
                var payload = payload();
                int opcode = head & 0xf;
                if (opcode == CLOSE) {
                    closeCode =
                            payload.length < 2 ? ABNORMAL : ((payload[0] & 0xff) << Byte.SIZE) | (payload[1] & 0xff);
                    return Optional.empty();
                }
                if (opcode < PING) {
                    message.write(payload);
                    if ((head & LAST) != 0) {
                        return Optional.of(message.toString(StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (EOFException | SocketException e) {
            closeCode = ABNORMAL;
            return Optional.empty();
        }
    }

    private byte[] payload() throws IOException {
        long length = in.readUnsignedByte();
        if (length == SHORT_LENGTH) {
            length = in.readUnsignedShort();
        } else if (length == LONG_LENGTH) {
            length = in.readLong();
        }
        return in.readNBytes(Math.toIntExact(length));
    }

    /** What the server closed it with. */
    int closeCode() {
        return closeCode;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
