package dev.signalbox.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.dev.Processes.Configured;
import dev.signalbox.host.HostSettings;
import dev.signalbox.settings.Loaded;
import dev.signalbox.settings.SettingsFile;
import dev.signalbox.settings.SettingsLoader;
import dev.signalbox.settings.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The defaults are pinned by [ConfigurationPageTest]; here every key is set to another value.
class ProcessesTest {
    static Stream<Configured> processes() {
        return Processes.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("processes")
    void every_key_can_be_set_to_something_else(Configured process) throws IOException {
        Path file = Path.of("src/test/resources/settings", process.name().replace(' ', '-') + ".conf");
        var parsed = SettingsFile.parse(Files.readString(file));

        List<Loaded.Entry> byDefault = entries(process.settings(), Sources.NONE);
        List<Loaded.Entry> changed = entries(process.settings(), Sources.NONE.withFile(parsed.values()));

        assertThat(parsed.problems()).isEmpty();
        assertThat(changed).extracting(Loaded.Entry::origin).containsOnly("file");
        assertThat(changed)
                .extracting(Loaded.Entry::key)
                .isEqualTo(byDefault.stream().map(Loaded.Entry::key).toList());
        for (int i = 0; i < changed.size(); i++) {
            assertThat(changed.get(i).value())
                    .as(changed.get(i).key())
                    .isNotEqualTo(byDefault.get(i).value());
        }
    }

    @Test
    void a_variable_of_another_process_is_no_error_but_a_misspelt_one_is() {
        Sources shared = Processes.tolerant()
                .withEnvironment(Map.of("SIGNALBOX_API_LISTEN", "127.0.0.1:1", "SIGNALBOX_SERVER", "http://x"));

        assertThat(SettingsLoader.load(ProcessorProcess.class, shared)).isInstanceOf(Loaded.Ok.class);
        assertThat(SettingsLoader.load(
                        ProcessorProcess.class,
                        Processes.tolerant().withEnvironment(Map.of("SIGNALBOX_API_LISTN", "x"))))
                .isInstanceOf(Loaded.Refused.class);
    }

    @Test
    void a_file_of_kafka_properties_that_cannot_be_read_is_refused_by_every_service() {
        for (Class<? extends Record> service : List.of(ApiProcess.class, ProcessorProcess.class, HostProcess.class)) {
            var loaded = SettingsLoader.load(service, Sources.NONE.withFlags(Map.of("kafka-properties", "/no/file")));

            assertThat(loaded).as(service.getSimpleName()).isInstanceOf(Loaded.Refused.class);
            assertThat(loaded.toString()).contains("kafka-properties: cannot read /no/file");
        }
    }

    @Test
    void every_path_of_a_host_may_begin_at_home() {
        var loaded = SettingsLoader.load(
                HostProcess.class,
                Sources.NONE.withFlags(
                        Map.of("data-dir", "~/data", "base-dirs", "~/a,/b,~/c", "tmux-socket", "~/tmux")));
        Path home = Path.of(System.getProperty("user.home"));

        HostSettings host = ((Loaded.Ok<HostProcess>) loaded).settings().host();
        assertThat(host.dataDir()).isEqualTo(home.resolve("data"));
        assertThat(host.bases()).containsExactly(home.resolve("a"), Path.of("/b"), home.resolve("c"));
        assertThat(host.tmuxSocket()).isEqualTo(home.resolve("tmux"));
    }

    private static List<Loaded.Entry> entries(Class<? extends Record> type, Sources sources) {
        var loaded = SettingsLoader.load(type, sources);
        assertThat(loaded).isInstanceOf(Loaded.Ok.class);
        return ((Loaded.Ok<?>) loaded).entries();
    }
}
