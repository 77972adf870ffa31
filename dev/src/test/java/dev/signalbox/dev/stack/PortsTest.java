package dev.signalbox.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.broker.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void a_port_that_is_taken_is_passed_over_and_said() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            Ports ports = Ports.choose(wishing(port, 0));

            assertThat(ports.firstApi()).isGreaterThan(port);
            assertThat(ports.secondApi()).isGreaterThan(ports.firstApi());
            assertThat(ports.notes())
                    .containsExactly("Port %d is taken: API is on %d.".formatted(port, ports.firstApi()));
        }
    }

    @Test
    void the_dialects_of_the_second_node_never_have_the_ports_of_the_first() {
        for (boolean usual : new boolean[] {true, false}) {
            Ports ports = Ports.choose(new StackOptions(Path.of("data"), List.of(), 0, 0, usual, null));

            assertThat(ports.dialects())
                    .allSatisfy(node -> assertThat(node).containsOnlyKeys("elemental", "orchestra", "neolith"));
            assertThat(ports.dialects().stream()
                            .flatMap(node -> node.values().stream())
                            .distinct())
                    .hasSize(6);
        }
    }

    @Test
    void a_port_that_is_free_is_taken_without_a_word() {
        int port = FreePort.any();

        Ports ports = Ports.choose(wishing(port, 0));

        assertThat(ports.firstApi()).isEqualTo(port);
        assertThat(ports.notes()).isEmpty();
    }

    private static StackOptions wishing(int apiPort, int kafkaPort) {
        return new StackOptions(Path.of("data"), List.of(), apiPort, kafkaPort, false, null);
    }
}
