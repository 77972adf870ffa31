package dev.signalbox.processor.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
    private final TopicCheck check = new TopicCheck(Topics.COMMANDS, 16, 3, 2);

    @Test
    void a_topic_as_declared_passes() {
        assertThat(check.differences(new TopicCheck.Found(16, 3, config(Map.of()))))
                .isEmpty();
    }

    @Test
    void more_than_declared_passes() {
        assertThat(check.differences(new TopicCheck.Found(
                        16, 5, config(Map.of("retention.ms", "-1", "max.message.bytes", "99999999")))))
                .isEmpty();
    }

    @Test
    void another_number_of_partitions_is_refused_with_what_to_do() {
        assertThat(check.differences(new TopicCheck.Found(4, 3, config(Map.of()))))
                .singleElement()
                .asString()
                .contains("4 partitions, not 16", "set partitions to 4");
    }

    @Test
    void each_difference_that_matters_is_named_with_its_command() {
        var found = new TopicCheck.Found(
                16,
                1,
                config(Map.of(
                        "cleanup.policy", "compact",
                        "message.timestamp.type", "CreateTime",
                        "max.message.bytes", "1000",
                        "retention.ms", "1000",
                        "min.insync.replicas", "1")));

        assertThat(check.differences(found))
                .hasSize(6)
                .anySatisfy(text -> assertThat(text).contains("1 replicas, fewer than 3"))
                .anySatisfy(text -> assertThat(text)
                        .contains("kafka-configs --alter --topic signalbox.commands --add-config"
                                + " message.timestamp.type=LogAppendTime"));
    }

    private static Map<String, String> config(Map<String, String> changes) {
        Map<String, String> config = new HashMap<>(Topics.COMMANDS.config());
        config.put("min.insync.replicas", "2");
        config.putAll(changes);
        return config;
    }
}
