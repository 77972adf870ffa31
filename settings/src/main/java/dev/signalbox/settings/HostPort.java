package dev.signalbox.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// A network address that may not have been resolved: `broker-1:9092`, `127.0.0.1:0`, `[::1]:8600`.
///
/// @param host a name or address, an IPv6 address without its brackets
/// @param port 0 to 65535; 0 means any free one where something listens
public record HostPort(String host, int port) {
    private static final int HIGHEST = 65_535;

    public HostPort {
        if (host.isBlank() || host.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("has no host");
        }
        if (port < 0 || port > HIGHEST) {
            throw new IllegalArgumentException("has a port outside 0 to 65535");
        }
    }

    public static HostPort of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("is not host:port");
        }
        String host = text.substring(0, colon).strip();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("is not host:port (an IPv6 address stands in brackets: [::1]:9092)");
        }
        try {
            return new HostPort(host, Integer.parseInt(text.substring(colon + 1).strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not host:port with a number as port", e);
        }
    }

    /// Whether nobody beyond this machine can reach it.
    ///
    /// @throws IllegalArgumentException when the host's name has no address
    public boolean isLoopback() {
        return address().isLoopbackAddress();
    }

    /// @throws IllegalArgumentException when the host's name has no address
    public InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address is known for " + host, e);
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
