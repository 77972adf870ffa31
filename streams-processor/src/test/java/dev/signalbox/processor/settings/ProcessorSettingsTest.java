package dev.signalbox.processor.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.settings.Loaded;
import dev.signalbox.settings.SettingsLoader;
import dev.signalbox.settings.Sources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "partitions, 0, at least 1",
        "standby-replicas, -1, at least 0",
        "keep-ended-sessions, 0s, 1s to 36500d",
        "keep-ended-tasks, 40000d, 1s to 36500d",
        "keep-removed-hosts, 10ms, 1s to 36500d",
        "processor-ops-port, 65536, 0 to 65535"
    })
    void a_value_beyond_its_bounds_is_refused(String setting, String value, String bounds) {
        var loaded = SettingsLoader.load(ProcessorSettings.class, Sources.NONE.withFlags(Map.of(setting, value)));

        assertThat(loaded)
                .isEqualTo(new Loaded.Refused<ProcessorSettings>(
                        List.of("%s: must be %s, not %s".formatted(setting, bounds, value))));
    }
}
