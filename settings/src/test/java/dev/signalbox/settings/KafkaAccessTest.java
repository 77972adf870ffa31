package dev.signalbox.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessTest {
    private static final List<HostPort> TWO = List.of(new HostPort("one", 9092), new HostPort("two", 9093));

    @Test
    void servers_and_the_file_make_the_client_properties(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("client.properties"), "security.protocol=SSL\nbootstrap.servers=other:1\n");

        assertThat(new KafkaAccess(TWO, file).clientProperties())
                .containsOnly(
                        Map.entry("bootstrap.servers", "one:9092,two:9093"), Map.entry("security.protocol", "SSL"));
    }

    @Test
    void a_missing_file_or_no_server_is_refused_by_the_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaAccess(TWO, Path.of("/no/such/file")))
                .withMessageStartingWith("kafka-properties");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaAccess(List.of(), null))
                .withMessageStartingWith("kafka-servers");
    }
}
