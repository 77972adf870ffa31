package dev.signalbox.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsLoaderTest {
    private static final Sources TOWN = Sources.NONE.withFlags(Map.of("depot-town", "Crewe"));

    @Test
    void what_is_not_given_has_its_default() {
        assertThat(settings(TOWN))
                .isEqualTo(new Railway(
                        "north",
                        2,
                        new ByteSize(900 * 1024),
                        Duration.ofMillis(250),
                        false,
                        Railway.Signal.SEMAPHORE,
                        List.of(new HostPort("127.0.0.1", 9092), new HostPort("::1", 9093)),
                        null,
                        null,
                        null,
                        null,
                        new Railway.Depot("Crewe", 4),
                        new Railway.Staff(2)));
    }

    @Test
    void a_variable_of_another_program_counts_where_ours_is_not_given() {
        var theirs = TOWN.withEnvironment(Map.of("LINE", "west"));
        var both = TOWN.withEnvironment(Map.of("LINE", "west", "SIGNALBOX_LINE_NAME", "east"));

        assertThat(settings(theirs).lineName()).isEqualTo("west");
        assertThat(settings(both).lineName()).isEqualTo("east");
    }

    @Test
    void every_key_can_be_set() {
        var file = SettingsFile.parse("""
            # the whole line
            line-name = south = west
            tracks = 3
            longest-train = 1GiB
            headway = PT1M30S

            at-night = true
            signal = colour-light
            boxes = box:1
            register = /var/register
            callee = http://box/call
            limit = 80
            key = s3cret
            depot-town = York
            depot-doors = 9
            signalmen = 5
            """);

        assertThat(settings(Sources.NONE.withFile(file.values())))
                .isEqualTo(new Railway(
                        "south = west",
                        3,
                        new ByteSize(1L << 30),
                        Duration.ofSeconds(90),
                        true,
                        Railway.Signal.COLOUR_LIGHT,
                        List.of(new HostPort("box", 1)),
                        Path.of("/var/register"),
                        URI.create("http://box/call"),
                        80,
                        new Secret("s3cret"),
                        new Railway.Depot("York", 9),
                        new Railway.Staff(5)));
    }

    @Test
    void a_flag_wins_over_a_variable_over_a_file_over_the_default() {
        var sources = TOWN.withFile(Map.of("tracks", "3", "line-name", "file", "limit", "1"))
                .withEnvironment(Map.of("SIGNALBOX_TRACKS", "4", "SIGNALBOX_LINE_NAME", "variable", "PATH", "/bin"))
                .withFlags(Map.of("tracks", "5", "depot-town", "Crewe"));

        var railway = settings(sources);

        assertThat(railway.tracks()).isEqualTo(5);
        assertThat(railway.lineName()).isEqualTo("variable");
        assertThat(railway.limit()).isEqualTo(1);
    }

    @Test
    void an_empty_variable_is_one_that_is_not_set() {
        assertThat(settings(TOWN.withEnvironment(Map.of("SIGNALBOX_TRACKS", "")))
                        .tracks())
                .isEqualTo(2);
    }

    @Test
    void an_unknown_key_names_the_nearest_wherever_it_stands() {
        var sources = TOWN.withFile(Map.of("trakcs", "3"))
                .withEnvironment(Map.of("SIGNALBOX_LINE_NAEM", "x"))
                .withFlags(Map.of("depot-town", "Crewe", "zzzzzzzzzz", "1"));

        assertThat(problems(sources))
                .containsExactly(
                        "unknown flag --zzzzzzzzzz: --print-config shows all there are",
                        "unknown variable SIGNALBOX_LINE_NAEM: did you mean line-name?",
                        "unknown key trakcs: did you mean tracks?");
    }

    @Test
    void a_variable_of_another_process_is_passed_over() {
        record Other(
                @Setting(value = "Theirs.", byDefault = "x") String theirKey) {}
        var sources = TOWN.withEnvironment(Map.of("SIGNALBOX_THEIR_KEY", "y", "SIGNALBOX_TOKEN", "t"))
                .tolerating(Other.class)
                .tolerating(List.of("token"));

        assertThat(settings(sources).depot().town()).isEqualTo("Crewe");
    }

    @Test
    void all_problems_are_told_at_once_and_say_what_would_be_right() {
        var sources = Sources.NONE.withFlags(Map.of(
                "tracks", "many", "headway", "soon", "signal", "flag", "boxes", "a,b:1", "longest-train", "1 furlong"));

        assertThat(problems(sources))
                .containsExactly(
                        "tracks: the value 'many' (flag --tracks) is not a number, or too large",
                        "longest-train: the value '1 furlong' (flag --longest-train) is not a size such as 512, 64KiB,"
                                + " 16MiB or 2GiB",
                        "headway: the value 'soon' (flag --headway) is not a duration such as 250ms, 10s, 5m, 2h or 7d",
                        "signal: the value 'flag' (flag --signal) is none of semaphore, colour-light",
                        "boxes: the value 'a,b:1' (flag --boxes) is not host:port",
                        "depot-town is required: give --depot-town, SIGNALBOX_DEPOT_TOWN or a line in the file");
    }

    @Test
    void the_check_of_the_record_itself_is_a_problem_too() {
        assertThat(problems(TOWN.withEnvironment(Map.of("SIGNALBOX_TRACKS", "0"))))
                .containsExactly("tracks: a line has at least 1, not 0");
    }

    @Test
    void printing_shows_every_value_and_its_origin_but_no_secret() {
        var sources = TOWN.withEnvironment(Map.of("SIGNALBOX_KEY", "s3cret")).withFile(Map.of("headway", "60s"));

        var printed = ((Loaded.Ok<Railway>) SettingsLoader.load(Railway.class, sources)).print();

        assertThat(printed.lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "line-name = north # default",
                        "headway = 1m # file",
                        "key = ****** # variable SIGNALBOX_KEY",
                        "depot-town = Crewe # flag --depot-town",
                        "limit = # not set");
        assertThat(printed).doesNotContain("s3cret");
        assertThat(settings(sources).toString()).doesNotContain("s3cret");
    }

    private static Railway settings(Sources sources) {
        return switch (SettingsLoader.load(Railway.class, sources)) {
            case Loaded.Ok<Railway>(var settings, _) -> settings;
            case Loaded.Refused<Railway>(var problems) -> throw new AssertionError(problems);
        };
    }

    record Kept(
            @Setting(value = "Where.", byDefault = "$XDG_DATA_HOME/signalbox/x")
            Path dataDir) {}

    @Test
    void a_default_may_stand_in_the_users_folder_for_data() {
        Path home = Path.of(System.getProperty("user.home"));

        assertThat(kept(Map.of())).isEqualTo(home.resolve(".local/share/signalbox/x"));
        assertThat(kept(Map.of("XDG_DATA_HOME", "/var/mine"))).isEqualTo(Path.of("/var/mine/signalbox/x"));
        assertThat(kept(Map.of("XDG_DATA_HOME", "mine"))).isEqualTo(home.resolve(".local/share/signalbox/x"));
    }

    private static Path kept(Map<String, String> environment) {
        var loaded = SettingsLoader.load(Kept.class, Sources.NONE.withEnvironment(environment));
        return ((Loaded.Ok<Kept>) loaded).settings().dataDir();
    }

    private static List<String> problems(Sources sources) {
        return switch (SettingsLoader.load(Railway.class, sources)) {
            case Loaded.Ok<Railway>(var settings, _) -> throw new AssertionError("accepted: " + settings);
            case Loaded.Refused<Railway>(var problems) -> problems;
        };
    }
}
