package dev.signalbox.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.broker.FreePort;
import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.Listen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final Listen ANYWHERE = Listen.of("127.0.0.1:0");

    @Test
    void a_port_that_is_taken_is_passed_over_and_said() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            Ports ports = Ports.choose(wishing(port, 0), Map.of());

            assertThat(ports.firstApi()).isGreaterThan(port);
            assertThat(ports.secondApi()).isGreaterThan(ports.firstApi());
            assertThat(ports.notes())
                    .containsExactly("Port %d is taken: API is on %d.".formatted(port, ports.firstApi()));
        }
    }

    @Test
    void the_dialects_of_the_second_node_never_have_the_ports_of_the_first() {
        for (String port : new String[] {"0", "13457"}) {
            Listen here = Listen.of("127.0.0.1:" + port);
            Ports ports = Ports.choose(wishing(0, 0), Map.of("elemental", here, "orchestra", here, "neolith", here));

            assertThat(ports.dialects())
                    .allSatisfy(node -> assertThat(node).containsOnlyKeys("elemental", "orchestra", "neolith"));
            assertThat(ports.dialects().stream()
                            .flatMap(node -> node.values().stream())
                            .distinct())
                    .hasSize(6);
        }
    }

    @Test
    void a_dialect_that_is_off_is_off_on_both_nodes() {
        Ports ports = Ports.choose(wishing(0, 0), Map.of("elemental", Listen.of("off"), "neolith", ANYWHERE));

        assertThat(ports.dialects()).allSatisfy(node -> assertThat(node).containsOnlyKeys("neolith"));
    }

    @Test
    void a_dialects_port_that_is_taken_is_passed_over_on_its_own_address_and_said() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            int port = taken.getLocalPort();
            Ports ports = Ports.choose(wishing(0, 0), Map.of("elemental", Listen.of("127.0.0.2:" + port)));

            HostPort chosen = ports.dialects().getFirst().get("elemental");
            assertThat(chosen.host()).isEqualTo("127.0.0.2");
            assertThat(chosen.port()).isGreaterThan(port);
            assertThat(ports.dialects().getLast().get("elemental").port()).isGreaterThan(chosen.port());
            assertThat(ports.notes())
                    .containsExactly("Port %d is taken: elemental is on %d.".formatted(port, chosen.port()));
        }
    }

    @Test
    void nothing_takes_the_port_that_is_wished_for_something_else() {
        int api = FreePort.any();
        Ports ports = Ports.choose(wishing(api, 0), Map.of("elemental", Listen.of("127.0.0.1:" + (api + 1))));

        assertThat(ports.firstApi()).isEqualTo(api);
        assertThat(ports.dialects().getFirst().get("elemental").port()).isEqualTo(api + 1);
        assertThat(ports.secondApi()).isGreaterThan(api + 1);
    }

    @Test
    void a_port_that_is_free_is_taken_without_a_word() {
        int port = FreePort.any();

        Ports ports = Ports.choose(wishing(port, 0), Map.of());

        assertThat(ports.firstApi()).isEqualTo(port);
        assertThat(ports.notes()).isEmpty();
    }

    private static StackOptions wishing(int apiPort, int kafkaPort) {
        return new StackOptions(Path.of("data"), List.of(), apiPort, kafkaPort, null, null);
    }
}
