package dev.signalbox.processor.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipTest {
    @TempDir
    private Path directory;

    private String instance(String data) throws IOException {
        var settings = TestSettings.of("127.0.0.1:9092", directory.resolve(data), 1);
        return Membership.of(settings).instance();
    }

    @Test
    void a_processor_is_the_same_member_on_the_same_directory_and_another_on_another() throws IOException {
        assertThat(instance("one")).isEqualTo(instance("one")).isNotEqualTo(instance("other"));
    }
}
