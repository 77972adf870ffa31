package dev.signalbox.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.broker.BrokerOptions;
import dev.signalbox.broker.EmbeddedBroker;
import dev.signalbox.processor.settings.TestSettings;
import dev.signalbox.processor.topology.CountingDecisions;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
    private static final int PARTITIONS = 4;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private EmbeddedBroker kafka;
    private Wire wire;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void begin() {
        kafka = EmbeddedBroker.start(directory.resolve("kafka"));
        wire = new Wire(kafka.bootstrapServers(), PARTITIONS);
    }

    @AfterEach
    void end() {
        wire.close();
        kafka.close();
    }

    @Test
    void a_command_is_decided_and_answered() {
        try (Processor processor = start()) {
            becomesReady(processor);
            CommandRecord command = Wire.open("default");
            wire.send(command);
            assertThat(outcome(command).accepted()).isTrue();
        }
    }

    @Test
    void a_restart_takes_its_partitions_back_at_once_and_remembers() throws Exception {
        CommandRecord first = Wire.open("default");
        Set<Optional<String>> before;
        try (Processor processor = start()) {
            becomesReady(processor);
            wire.send(first);
            outcome(first);
            before = members();
        }
        try (Processor processor = start()) {
            CommandRecord second = Wire.open("default");
            wire.send(first);
            wire.send(second);
            assertThat(outcome(second).n()).isEqualTo(2);
            // Under another name it would wait for its own place until that is given up.
            assertThat(members()).hasSize(1).doesNotContain(Optional.empty()).isEqualTo(before);
            assertThat(processor.health().live()).isTrue();
        }
    }

    /// The names under which the group keeps places.
    private Set<Optional<String>> members() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin
                    .describeConsumerGroups(List.of("signalbox.processor"))
                    .all()
                    .get()
                    .get("signalbox.processor")
                    .members()
                    .stream()
                    .map(MemberDescription::groupInstanceId)
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void a_host_that_joins_gets_its_topics_and_its_directives() throws Exception {
        String host = Ids.HOST.mint();
        try (Processor processor = start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            becomesReady(processor);
            wire.send(Wire.command("default", new Command.JoinHost(host, "box", "key", null, Map.of())));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(topics(admin))
                            .containsAll(Topics.ofHost(host).stream()
                                    .map(Topic::name)
                                    .toList()));

            wire.send(Wire.command("default", new Command.DrainHost(host, null)));
            try (Wire.Reader directives = wire.reader(Topics.directives(host).name())) {
                DirectiveRecord directive = directives.await(DirectiveRecord.class, SOON);
                assertThat(directive.hostId()).isEqualTo(host);
            }
        }
    }

    @Test
    void a_host_that_cannot_be_written_to_holds_up_no_other() throws Exception {
        String removed = Ids.HOST.mint();
        String host = Ids.HOST.mint();
        try (Processor processor = start()) {
            becomesReady(processor);
            wire.send(Wire.command("default", new Command.JoinHost(removed, "a", "key", null, Map.of())));
            wire.send(Wire.command("default", new Command.RemoveHost(removed, true)));
            wire.send(Wire.command("default", new Command.DrainHost(removed, null)));
            wire.send(Wire.command("default", new Command.DrainHost("../etc", null)));
            CommandRecord last = Wire.command("default", new Command.DrainHost(host, null));
            wire.send(last);
            outcome(last);

            await().atMost(SOON).untilAsserted(() -> {
                assertThat(routed("unroutable")).isEqualTo(1);
                assertThat(routed("sent") + routed("removed")).isEqualTo(2);
            });
            try (Wire.Reader directives = wire.reader(Topics.directives(host).name())) {
                directives.await(DirectiveRecord.class, SOON);
            }
        }
    }

    @Test
    void what_is_due_is_decided_without_a_further_command() {
        try (Processor processor = start()) {
            becomesReady(processor);
            CommandRecord command = Wire.command("default", new Command.StopSession("s-1", true, null, null, false));
            wire.send(command);
            outcome(command);
            try (Wire.Reader events = wire.reader(Topics.EVENTS.name())) {
                events.await(
                        record -> new String(record.value(), StandardCharsets.UTF_8).contains("host_silent"), SOON);
            }
        }
    }

    @Test
    void while_kafka_is_away_it_is_live_and_not_ready_and_says_so() {
        int port = kafka.port();
        kafka.close();
        try (Processor processor = start()) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(processor.health().reasons())
                            .singleElement()
                            .asString()
                            .startsWith("waits for Kafka at 127.0.0.1:" + port));
            assertThat(processor.health().live()).isTrue();
            kafka = EmbeddedBroker.start(
                    BrokerOptions.in(directory.resolve("kafka")).onPort(port));
            becomesReady(processor);
        }
    }

    @Test
    void brokers_whose_names_mean_nothing_yet_are_waited_for() {
        var settings = TestSettings.of("nowhere.invalid:9092", directory.resolve("data"), 1);
        try (Processor processor = new Processor(settings, new CountingDecisions(), meters)) {
            processor.start();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(processor.health().reasons())
                            .singleElement()
                            .asString()
                            .startsWith("waits for Kafka at nowhere.invalid:9092: "));
            assertThat(processor.health().live()).isTrue();
        }
    }

    @Test
    void topics_with_another_number_of_partitions_are_refused_with_what_to_do() {
        try (Processor processor = start()) {
            becomesReady(processor);
        }
        var settings = TestSettings.of(kafka.bootstrapServers(), directory.resolve("other"), PARTITIONS + 1);
        try (Processor processor = new Processor(settings, new CountingDecisions(), meters)) {
            processor.start();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(processor.health().reasons())
                            .singleElement()
                            .asString()
                            .contains("signalbox.commands has 4 partitions, not 5", "set partitions to 4"));
            assertThat(processor.health().live()).isTrue();
        }
    }

    private static Set<String> topics(Admin admin) throws Exception {
        return admin.listTopics().names().get();
    }

    private double routed(String result) {
        return meters.counter("signalbox.routed.directives", "result", result).count();
    }

    private Outcome outcome(CommandRecord command) {
        try (Wire.Reader outcomes = wire.reader(Topics.OUTCOMES.name())) {
            return outcomes.await(command.id(), Outcome.class, SOON);
        }
    }

    private Processor start() {
        var settings = TestSettings.of(kafka.bootstrapServers(), directory.resolve("data"), PARTITIONS);
        var processor = new Processor(settings, new CountingDecisions(), meters);
        processor.start();
        return processor;
    }

    private static void becomesReady(Processor processor) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(processor.health()).isEqualTo(new Health(true, true, List.of())));
    }
}
