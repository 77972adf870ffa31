package dev.signalbox.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupTest {
    @Test
    void both_spellings_of_a_flag_and_a_switch_are_read() {
        var startup = start(List.of("--depot-town=York", "--tracks", "7", "--at-night"), Map.of());

        assertThat(startup).isInstanceOfSatisfying(Startup.Run.class, run -> {
            var railway = (Railway) run.settings();
            assertThat(railway.depot().town()).isEqualTo("York");
            assertThat(railway.tracks()).isEqualTo(7);
            assertThat(railway.atNight()).isTrue();
        });
        assertThat(start(List.of("--depot-town=York", "--no-at-night"), Map.of("SIGNALBOX_AT_NIGHT", "true")))
                .isInstanceOfSatisfying(
                        Startup.Run.class,
                        run -> assertThat(((Railway) run.settings()).atNight()).isFalse());
    }

    @Test
    void the_version_is_told_whatever_else_is_missing() {
        assertThat(exit(start(List.of("--version"), Map.of())))
                .isEqualTo(new Startup.Exit<>(0, "signalbox " + ProductVersion.own() + System.lineSeparator()));
    }

    @Test
    void a_file_is_named_by_flag_or_variable(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("railway.conf"), "depot-town = Derby\n");

        assertThat(start(List.of("--config", file.toString()), Map.of())).isInstanceOf(Startup.Run.class);
        assertThat(start(List.of(), Map.of("SIGNALBOX_CONFIG", file.toString())))
                .isInstanceOf(Startup.Run.class);
    }

    @Test
    void a_file_that_is_wrong_is_refused_with_its_lines(@TempDir Path directory) throws IOException {
        Path file =
                Files.writeString(directory.resolve("railway.conf"), "depot-town = Derby\nhello\ndepot-town = York\n");

        assertThat(exit(start(List.of("--config", file.toString()), Map.of())).text())
                .contains("line 2 is not key = value", "line 3 gives depot-town a second time");
        assertThat(exit(start(List.of("--config", "/no/such/file", "--depot-town", "x"), Map.of()))
                        .text())
                .contains("cannot read the file of settings /no/such/file");
    }

    @Test
    void what_is_no_flag_is_refused() {
        var exit = exit(start(List.of("hello", "--depot-town", "York", "--tracks"), Map.of()));

        assertThat(exit.code()).isEqualTo(Startup.USAGE);
        assertThat(exit.text()).contains("railway: 'hello' is no flag", "railway: --tracks needs a value");
    }

    @Test
    void printing_and_help_end_with_zero() {
        assertThat(exit(start(List.of("--print-config", "--depot-town", "York"), Map.of())))
                .satisfies(exit -> assertThat(exit.code()).isZero())
                .satisfies(exit -> assertThat(exit.text()).contains("depot-town", "York"));
        assertThat(exit(start(List.of("--help"), Map.of())))
                .satisfies(exit -> assertThat(exit.code()).isZero())
                .satisfies(exit -> assertThat(exit.text()).contains("--headway <duration>", "Default: 250ms"));
    }

    @Test
    void the_reference_has_a_row_for_every_key() {
        assertThat(Reference.table(Railway.class))
                .contains("| `tracks` | `SIGNALBOX_TRACKS` | number | `2` | Number of tracks. |")
                .contains("| `depot-town` | `SIGNALBOX_DEPOT_TOWN` | text | required | Town of the depot. |");
    }

    private static Startup<Railway> start(List<String> arguments, Map<String, String> environment) {
        return Startup.of("railway", Railway.class, arguments, environment, Sources.NONE);
    }

    private static Startup.Exit<Railway> exit(Startup<Railway> startup) {
        return switch (startup) {
            case Startup.Exit<Railway> exit -> exit;
            case Startup.Run<Railway> run -> throw new AssertionError("ran: " + run);
        };
    }
}
