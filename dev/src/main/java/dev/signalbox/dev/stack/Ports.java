package dev.signalbox.dev.stack;

import dev.signalbox.broker.FreePort;
import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.Listen;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The ports that a stack takes, chosen before anything starts, all of them different.
///
/// @param dialects where each that is on listens, by its name, for the first node and the second
/// @param notes what could not be as wished, one sentence each
record Ports(int firstApi, int secondApi, int kafka, List<Map<String, HostPort>> dialects, List<String> notes) {

    /// What is wished for comes first; the second node takes what is free behind it.
    ///
    /// @param dialects where the first node's are to listen, by name
    static Ports choose(StackOptions options, Map<String, Listen> dialects) {
        var choice = new Choice();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int first = choice.wished("API", loopback, options.apiPort());
        Map<String, HostPort> ofFirst = new LinkedHashMap<>();
        dialects.forEach((name, listen) -> listen.address()
                .ifPresent(at ->
                        ofFirst.put(name, new HostPort(at.host(), choice.wished(name, at.address(), at.port())))));
        int kafka = choice.wished("Kafka", loopback, options.kafkaPort());
        int second = options.apiPort() == 0 ? choice.any() : choice.from(loopback, first + 1);
        Map<String, HostPort> ofSecond = new LinkedHashMap<>();
        dialects.forEach((name, listen) -> listen.address()
                .ifPresent(at -> ofSecond.put(
                        name,
                        new HostPort(
                                at.host(), at.port() == 0 ? choice.any() : choice.from(at.address(), at.port() + 1)))));
        return new Ports(
                first, second, kafka, List.of(Map.copyOf(ofFirst), Map.copyOf(ofSecond)), List.copyOf(choice.notes));
    }

    /// One choice of ports: what it gave, it does not give again, though nothing listens there yet.
    private static final class Choice {
        private final Set<Integer> given = new HashSet<>();
        private final List<String> notes = new ArrayList<>();

        int wished(String what, InetAddress at, int wanted) {
            if (wanted == 0) {
                return any();
            }
            int port = from(at, wanted);
            if (port != wanted) {
                notes.add("Port %d is taken: %s is on %d.".formatted(wanted, what, port));
            }
            return port;
        }

        int any() {
            int port = FreePort.any();
            while (!given.add(port)) {
                port = FreePort.any();
            }
            return port;
        }

        int from(InetAddress at, int wanted) {
            int port = FreePort.from(at, wanted);
            while (!given.add(port)) {
                port = FreePort.from(at, port + 1);
            }
            return port;
        }
    }
}
