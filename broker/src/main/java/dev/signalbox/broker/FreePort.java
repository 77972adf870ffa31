package dev.signalbox.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Ports of the loopback interface.
public final class FreePort {
    private static final int HIGHEST = 65_535;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /// A port that was free a moment ago, and that this JVM was not given before: who asks for two gets two. Who
    /// binds it must be ready to lose the race with other processes and ask again.
    public static int any() {
        while (true) {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("no free port on the loopback interface", e);
            }
        }
    }

    /// The wanted port of an address of this machine, else the next one above it that is free.
    public static int from(InetAddress address, int wanted) {
        for (int port = wanted; port <= HIGHEST; port++) {
            if (isFree(address, port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + wanted + " upwards");
    }

    static boolean isFree(int port) {
        return isFree(InetAddress.getLoopbackAddress(), port);
    }

    private static boolean isFree(InetAddress address, int port) {
        try (var _ = new ServerSocket(port, 1, address)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
