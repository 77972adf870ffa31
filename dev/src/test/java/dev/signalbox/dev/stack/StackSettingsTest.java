package dev.signalbox.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackSettingsTest {
    @Test
    void a_base_directory_may_have_a_comma_in_its_name() {
        List<Path> directories = List.of(Path.of("/srv/a,b"), Path.of("/srv/c"));
        StackOptions options = StackOptions.in(Path.of("/srv/data")).working(directories);

        assertThat(StackSettings.of(options).host("token").bases()).isEqualTo(directories);
    }
}
