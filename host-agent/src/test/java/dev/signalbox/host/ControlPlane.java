package dev.signalbox.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.signalbox.broker.EmbeddedBroker;
import dev.signalbox.host.kafka.KafkaClients;
import dev.signalbox.host.kafka.TopicReader;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.output.Keystrokes;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import dev.signalbox.settings.ByteSize;
import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.Secret;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/// What a host agent needs around it, in a test: a real broker, an API node's join route, and the pen of the
/// decider.
final class ControlPlane implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final HttpServer api;
    private final Admin admin;
    private final KafkaClients clients;
    private final Map<String, String> publicKeys = new ConcurrentHashMap<>();

    private ControlPlane(EmbeddedBroker broker, HttpServer api, Admin admin) {
        this.broker = broker;
        this.api = api;
        this.admin = admin;
        this.clients = new KafkaClients(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    static ControlPlane start(Path directory) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(directory);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        HttpServer api = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        ControlPlane plane = new ControlPlane(broker, api, admin);
        plane.create(Topics.REPORTS);
        api.createContext("/v1/hosts/join", exchange -> {
            var asked = Json.mapper().readTree(exchange.getRequestBody());
            String hostId = asked.path("hostId").asText();
            plane.publicKeys.put(hostId, asked.path("publicKey").asText());
            Topics.ofHost(hostId).forEach(plane::create);
            byte[] answer = Json.encode(Map.of(
                    "hostId",
                    hostId,
                    "namespace",
                    "default",
                    "bootstrapServers",
                    broker.bootstrapServers(),
                    "partitions",
                    1));
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        api.start();
        return plane;
    }

    private void create(Topic topic) {
        try {
            admin.createTopics(List.of(new NewTopic(topic.name(), 1, (short) 1).configs(topic.config())))
                    .all()
                    .get();
        } catch (Exception e) {
            assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + api.getAddress().getPort());
    }

    /// The log takes no record of a host's output that is longer than this.
    void limitOutput(String hostId, int bytes) throws Exception {
        ConfigResource topic = new ConfigResource(
                ConfigResource.Type.TOPIC, Topics.output(hostId).name());
        AlterConfigOp limit = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(limit))).all().get();
    }

    /// The log goes away.
    void stopBroker() {
        broker.close();
    }

    HostSettings settings(Path data, Path work) {
        return settings(address(), data, work);
    }

    static HostSettings settings(URI api, Path data, Path work) {
        return settings(api, data, work, null);
    }

    /// @param kafka null: what the API node says
    static HostSettings settings(URI api, Path data, Path work, @Nullable List<HostPort> kafka) {
        return new HostSettings(
                List.of(api),
                new Secret("a-join-token"),
                "test-host",
                data,
                List.of(work),
                8,
                List.of(),
                new ByteSize(64L * 1024 * 1024),
                Duration.ofSeconds(1),
                null,
                Duration.ofMillis(500),
                kafka,
                null);
    }

    String publicKey(String hostId) {
        return publicKeys.get(hostId);
    }

    HostSide host(String hostId) {
        return new HostSide(hostId);
    }

    @Override
    public void close() {
        api.stop(0);
        admin.close();
        broker.close();
    }

    record SignedBatch(ReportBatch batch, byte[] bytes, byte[] signature) {}

    /// One host as the decider and the API nodes see it.
    final class HostSide implements AutoCloseable {
        private final String hostId;
        private final Producer<byte[], byte[]> producer = clients.promptProducer("decider");
        private final List<SignedBatch> batches = new CopyOnWriteArrayList<>();
        private final List<OutputRecord> output = new CopyOnWriteArrayList<>();
        private final TopicReader reports;
        private final TopicReader outputs;
        private long seq;

        private HostSide(String hostId) {
            this.hostId = hostId;
            reports = new TopicReader(clients, Topics.REPORTS.name(), 0L, message -> {
                ReportBatch batch = decode(message.value());
                if (batch.hostId().equals(hostId)) {
                    batches.add(new SignedBatch(
                            batch, message.value(), TopicReader.headers(message).apply(ReportBatch.SIGNATURE)));
                }
            });
            outputs = new TopicReader(clients, Topics.output(hostId).name(), 0L, message -> {
                OutputRecord record =
                        OutputRecord.of(TopicReader.key(message), TopicReader.headers(message), message.value());
                assertThat(record).isNotNull();
                output.add(record);
            });
        }

        private static ReportBatch decode(byte[] value) {
            try {
                return Json.decode(value, ReportBatch.class);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        void tell(Directive directive) throws Exception {
            tell(directive, null);
        }

        void tellExpired(Directive directive) throws Exception {
            tell(directive, Instant.now().minusSeconds(60));
        }

        private void tell(Directive directive, @Nullable Instant notAfter) throws Exception {
            seq++;
            byte[] value = Json.encode(new DirectiveRecord("default", hostId, seq, Instant.now(), notAfter, directive));
            producer.send(new ProducerRecord<>(
                            Topics.directives(hostId).name(), hostId.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }

        void type(String sessionId, long epoch, long seq, String keys) throws Exception {
            Keystrokes typed = new Keystrokes(
                    sessionId, epoch, seq, Instant.now().plusSeconds(30), keys.getBytes(StandardCharsets.UTF_8));
            ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                    Topics.keystrokes(hostId).name(), sessionId.getBytes(StandardCharsets.UTF_8), typed.bytes());
            typed.headers().forEach((name, value) -> message.headers().add(name, value));
            producer.send(message).get();
        }

        List<SignedBatch> batches() {
            return batches;
        }

        <R extends Report> List<R> reports(Class<R> type) {
            List<R> found = new ArrayList<>();
            batches.forEach(batch -> batch.batch().reports().stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .forEach(found::add));
            return found;
        }

        <R extends Report> R awaitReport(Class<R> type) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(reports(type)).isNotEmpty());
            return reports(type).getFirst();
        }

        List<OutputRecord> output(String sessionId) {
            return output.stream()
                    .filter(record -> record.sessionId().equals(sessionId))
                    .toList();
        }

        @Override
        public void close() throws Exception {
            reports.close();
            outputs.close();
            producer.close();
        }
    }
}
