package dev.xeocontext.kit.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network to a server on this machine that loses what comes back, or breaks, when it is told to. */
final class Wire implements AutoCloseable {

    private static final int PIECE = 8192;

    private final int server;
    private final ServerSocket entry;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean mute;

    private Wire(int server, ServerSocket entry) {
        this.server = server;
        this.entry = entry;
    }

    static Wire to(int port) throws IOException {
        Wire wire = new Wire(port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(wire::accept);
        return wire;
    }

    int port() {
        return entry.getLocalPort();
    }

    /** From now on nothing that the server says arrives. */
    void mute() {
        mute = true;
    }

    /** Breaks every connection; those that come work. */
    void cut() {
        sockets.forEach(Wire::close);
        sockets.clear();
        mute = false;
    }

    @Override
    public void close() throws IOException {
        entry.close();
        sockets.forEach(Wire::close);
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket client = entry.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.addAll(List.of(client, behind));
                Thread.ofVirtual().start(() -> pass(client, behind, false));
                Thread.ofVirtual().start(() -> pass(behind, client, true));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] piece = new byte[PIECE];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                if (!answers || !mute) {
                    out.write(piece, 0, length);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // broken, as it should be
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
