package dev.signalbox.broker;

import java.nio.file.Path;
import java.util.Locale;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/// The Kafka that a test runs on: a container of Apache's image when `-Dsignalbox.testcontainers=true` is given and a
/// Docker engine answers, else an [EmbeddedBroker]. A test that restarts its broker uses [EmbeddedBroker] itself.
public interface KafkaUnderTest extends AutoCloseable {
    String bootstrapServers();

    @Override
    void close();

    /// @param directory where the embedded broker keeps its files, most often a `@TempDir`
    static KafkaUnderTest start(Path directory) {
        if (Boolean.getBoolean("signalbox.testcontainers") && Container.engineAnswers()) {
            return Container.start();
        }
        return new Embedded(EmbeddedBroker.start(directory));
    }

    /// @param broker owned by this
    record Embedded(EmbeddedBroker broker) implements KafkaUnderTest {
        @Override
        public String bootstrapServers() {
            return broker.bootstrapServers();
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    /// Touches Testcontainers, which is on the class path only when asked for.
    ///
    /// @param container owned by this
    record Container(KafkaContainer container) implements KafkaUnderTest {
        private static final String IMAGE = "apache/kafka:4.3.1";

        static boolean engineAnswers() {
            return DockerClientFactory.instance().isDockerAvailable();
        }

        static Container start() {
            var container = new KafkaContainer(IMAGE);
            BrokerOptions.forOneNode().forEach((key, value) -> container.withEnv(variable(key), value));
            container.start();
            return new Container(container);
        }

        /// The image's own spelling of a broker setting as an environment variable.
        private static String variable(String key) {
            return "KAFKA_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
        }

        @Override
        public String bootstrapServers() {
            return container.getBootstrapServers();
        }

        @Override
        public void close() {
            container.stop();
        }
    }
}
