package dev.signalbox.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "512, 512", "64KiB, 65536", "16mib, 16777216", "2 GiB, 2147483648", "1TiB, 1099511627776"})
    void a_size_is_read(String text, long bytes) {
        assertThat(ByteSize.of(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5MiB", "10MB", "9999999999999TiB"})
    void what_is_no_size_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.of(text));
    }

    @ParameterizedTest
    @CsvSource({"0s", "250ms", "1500ms", "90s", "5m", "36h", "2d"})
    void a_duration_is_written_as_it_is_read(String text) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
    }

    @Test
    void a_duration_in_iso_form_is_read() {
        assertThat(Durations.parse("PT1H")).isEqualTo(Duration.ofHours(1));
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse("PT-1H"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"box:9092", "127.0.0.1:0", "[::1]:8600"})
    void an_address_is_written_as_it_is_read(String text) {
        assertThat(HostPort.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "box", ":1", "box:", "box:70000", "box:-1", "::1:80", "a b:1", "box:x"})
    void what_is_no_address_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPort.of(text));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "YES, true", "on, true", "1, true", "false, false", "no, false", "Off, false", "0, false"
    })
    void a_switch_is_read(String text, boolean set) {
        assertThat(SettingValue.parse(boolean.class, text)).isEqualTo(set);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ture", "2", "enabled"})
    void what_is_neither_yes_nor_no_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SettingValue.parse(boolean.class, text));
    }

    @Test
    void what_lies_beyond_a_bound_is_refused_in_the_words_of_its_type() {
        Bounds.check("tracks", 1, 1, 4);
        Bounds.check("tracks", 4, 1, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.check("tracks", 5, 1, 4))
                .withMessage("tracks: must be 1 to 4, not 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.check("headway", Duration.ZERO, Duration.ofMillis(100), Duration.ofMinutes(5)))
                .withMessage("headway: must be 100ms to 5m, not 0s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.check("train", ByteSize.of("1"), ByteSize.of("2"), ByteSize.of("16KiB")))
                .withMessage("train: must be 2 to 16KiB, not 1");
    }

    @Test
    void a_path_may_begin_at_the_home_directory() {
        Path home = Path.of(System.getProperty("user.home"));

        assertThat(SettingValue.parse(Path.class, "~/data")).isEqualTo(home.resolve("data"));
        assertThat(SettingValue.parse(Path.class, "~other/data")).isEqualTo(Path.of("~other/data"));
    }

    @Test
    void a_list_is_read_as_it_is_written_whatever_its_elements_hold() {
        List<String> elements = List.of("/srv/a,b", "/srv/c\\", "\\,", "C:\\d", "e f");

        assertThat(SettingList.split(SettingList.join(elements))).isEqualTo(elements);
        assertThat(SettingList.split(" /srv/a\\,b , ,C:\\d")).containsExactly("/srv/a,b", "C:\\d");
    }

    @Test
    void a_name_with_nothing_in_common_has_no_nearest() {
        assertThat(NearestName.of("prot", List.of("port", "host"))).contains("port");
        assertThat(NearestName.of("qqqq", List.of("port", "host"))).isEmpty();
    }
}
