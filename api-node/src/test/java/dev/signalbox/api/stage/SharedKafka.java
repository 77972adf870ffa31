package dev.signalbox.api.stage;

import dev.signalbox.broker.KafkaUnderTest;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One broker with the fixed topics for all tests of a run; tests keep apart by their namespaces and hosts.
public final class SharedKafka implements ParameterResolver {
    public static final int PARTITIONS = 2;

    static {
        // What is waited for comes, on a slow machine late.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(SharedKafka.class);

    /// The running broker, closed with the run.
    public record Running(KafkaUnderTest broker, Path directory, Admin admin) implements AutoCloseable {
        public String servers() {
            return broker.bootstrapServers();
        }

        public UUID topicId(String topic) throws Exception {
            var id = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .topicId();
            return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
        }

        public void create(Collection<Topic> topics) {
            SharedKafka.create(admin, topics);
        }

        @Override
        public void close() throws Exception {
            admin.close();
            broker.close();
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(STORE).computeIfAbsent("kafka", _ -> start(), Running.class);
    }

    private static Running start() {
        try {
            Path directory = Files.createTempDirectory("signalbox-api-test");
            var broker = KafkaUnderTest.start(directory);
            var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
            create(admin, Topics.fixed());
            return new Running(broker, directory, admin);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static void create(Admin admin, Collection<Topic> topics) {
        List<NewTopic> wanted = topics.stream()
                .map(topic -> new NewTopic(
                                topic.name(),
                                topic.partitioning() == Topic.Partitioning.SINGLE ? 1 : PARTITIONS,
                                (short) 1)
                        .configs(topic.config()))
                .toList();
        try {
            admin.createTopics(wanted).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
