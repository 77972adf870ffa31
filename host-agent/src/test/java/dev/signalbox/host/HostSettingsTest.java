package dev.signalbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.settings.Loaded;
import dev.signalbox.settings.SettingsLoader;
import dev.signalbox.settings.Sources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "capacity, 0, 1 to 10000",
        "capacity, 10001, 1 to 10000",
        "heartbeat, 10ms, 100ms to 4s",
        "heartbeat, 5s, 100ms to 4s",
        "idle-after, 0s, 1s to 1d",
        "idle-after, 2d, 1s to 1d"
    })
    void a_value_beyond_its_bounds_is_refused(String setting, String value, String bounds) {
        var loaded = SettingsLoader.load(HostSettings.class, Sources.NONE.withFlags(Map.of(setting, value)));

        assertThat(loaded)
                .isEqualTo(new Loaded.Refused<HostSettings>(
                        List.of("%s: must be %s, not %s".formatted(setting, bounds, value))));
    }
}
