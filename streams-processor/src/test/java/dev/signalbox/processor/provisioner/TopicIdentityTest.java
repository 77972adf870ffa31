package dev.signalbox.processor.provisioner;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicIdentityTest {
    @TempDir
    private Path home;

    @Test
    void a_replaced_topic_is_refused_by_name() throws Exception {
        TopicIdentity.check(home, Map.of("signalbox.commands", "A", "signalbox.events", "B"));

        assertThatNoException()
                .isThrownBy(() -> TopicIdentity.check(home, Map.of("signalbox.commands", "A", "signalbox.new", "C")));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> TopicIdentity.check(home, Map.of("signalbox.commands", "A", "signalbox.events", "D")))
                .withMessageContaining("signalbox.events was deleted and made again");
    }
}
