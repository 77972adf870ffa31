package dev.signalbox.e2e.system;

import static dev.signalbox.e2e.system.ServiceProcesses.says;
import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.broker.BrokerOptions;
import dev.signalbox.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The three services on brokers that let nobody do what nobody allowed: each has a user, and the rights that
/// docs/reference/kafka-rights.md names.
class SecuredKafkaTest {
    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final List<String> USERS = List.of("admin", "processor", "api", "host-far");

    @TempDir
    private Path directory;

    private EmbeddedBroker broker(int port) throws IOException, InterruptedException {
        var users = new StringBuilder();
        USERS.forEach(user -> users.append(" user_%s=\"%s-secret\"".formatted(user, user)));
        return EmbeddedBroker.start(BrokerOptions.in(directory.resolve("kafka"))
                .onPort(port)
                .with(Map.of(
                        "listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "sasl.enabled.mechanisms", "PLAIN",
                        "sasl.mechanism.inter.broker.protocol", "PLAIN",
                        "listener.name.client.plain.sasl.jaas.config",
                                MODULE + " username=\"admin\" password=\"admin-secret\"" + users + ";",
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users", "User:admin;User:ANONYMOUS")));
    }

    private static Map<String, Object> access(String user) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                MODULE + " username=\"%s\" password=\"%s-secret\";".formatted(user, user));
    }

    private String file(String user) throws IOException {
        List<String> lines = access(user).entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .toList();
        return Files.write(directory.resolve(user + ".properties"), lines).toString();
    }

    private static Stream<AclBinding> may(
            String user, ResourceType type, String name, PatternType pattern, AclOperation... operations) {
        return Stream.of(operations)
                .map(operation -> new AclBinding(
                        new ResourcePattern(type, name, pattern),
                        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
    }

    private static void allow(int port) throws Exception {
        List<AclBinding> rights = Stream.of(
                        may(
                                "processor",
                                TOPIC,
                                "signalbox.",
                                PREFIXED,
                                CREATE,
                                DELETE,
                                DESCRIBE,
                                READ,
                                WRITE,
                                ALTER,
                                ALTER_CONFIGS,
                                DESCRIBE_CONFIGS),
                        may("processor", GROUP, "signalbox.processor", LITERAL, READ),
                        may("processor", GROUP, "signalbox.router", LITERAL, READ),
                        may("processor", TRANSACTIONAL_ID, "signalbox.processor", PREFIXED, WRITE, DESCRIBE),
                        may("processor", CLUSTER, "kafka-cluster", LITERAL, DESCRIBE, DESCRIBE_CONFIGS, ALTER),
                        may("api", TOPIC, "signalbox.commands", LITERAL, WRITE),
                        may("api", TOPIC, "signalbox.keystrokes.", PREFIXED, WRITE),
                        may("api", TOPIC, "signalbox.", PREFIXED, READ, DESCRIBE))
                .flatMap(some -> some)
                .toList();
        var config = new HashMap<>(access("admin"));
        config.put("bootstrap.servers", "127.0.0.1:" + port);
        try (var admin = Admin.create(config)) {
            admin.createAcls(rights).all().get();
        }
    }

    @Test
    void with_the_rights_that_are_documented_a_session_is_started_typed_into_and_read() throws Exception {
        var services = new ServiceProcesses(directory);
        try (EmbeddedBroker _ = broker(services.kafkaPort())) {
            allow(services.kafkaPort());
            try (var processor = services.processor("--kafka-properties", file("processor"));
                    var api = services.api("--kafka-properties", file("api"));
                    var host = services.host("--kafka-properties", file("host-far"));
                    var client = services.client()) {
                says(processor, "processor is ready");
                says(api, "api is ready");
                says(host, "host is ready");
                String session = client.post(
                                "/v1/sessions",
                                Map.of(
                                        "provider",
                                        "command",
                                        "command",
                                        List.of("bash", "-c", "read line; echo heard $line"),
                                        "interactive",
                                        true,
                                        "host",
                                        "far"))
                        .path("id")
                        .asText();
                Eventually.holds(() -> assertThat(client.get("/v1/sessions/" + session)
                                .path("status")
                                .asText())
                        .isEqualTo("RUNNING"));
                var typed = client.send(
                        "POST", "/v1/sessions/" + session + "/keystrokes", Map.of("text", "you\r"), Map.of());
                assertThat(typed.status()).isEqualTo(202);
                JsonNode ended = client.get("/v1/sessions/" + session + "?wait=PT30S");
                assertThat(ended.at("/end/exitCode").asInt(-1)).as("%s", ended).isZero();
                try (InputStream output = client.bytes("/v1/sessions/" + session + "/output")) {
                    assertThat(new String(output.readAllBytes(), StandardCharsets.UTF_8))
                            .contains("heard you");
                }
                for (SignalboxProcess process : List.of(processor, api, host)) {
                    assertThat(process.errors())
                            .doesNotContain("-secret")
                            .doesNotContain("AuthorizationException")
                            .doesNotContain("not authorized");
                }
            }
        }
    }
}
