package dev.signalbox.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.intake.Verification.AcceptedCommand;
import dev.signalbox.processor.intake.Verification.Cause;
import dev.signalbox.processor.intake.Verification.Rejected;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.Signatures;
import dev.signalbox.schemas.command.Actor;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final int PARTITIONS = 16;
    private static final int OF_DEFAULT = Partitions.of("default", PARTITIONS);
    private static final Tables EMPTY = new Tables() {
        @Override
        public Row get(String key) {
            return null;
        }

        @Override
        public Iterable<Map.Entry<String, Row>> scan(String prefix) {
            return List.of();
        }

        @Override
        public Iterable<Row.Lease> leases() {
            return List.of();
        }
    };

    private final Verifier verifier = new Verifier(PARTITIONS);

    @Test
    void a_command_in_its_place_is_accepted() {
        CommandRecord command = command("default", new Command.Lookup("c-1"));

        assertThat(verifier.command(Json.encode(command), OF_DEFAULT)).isEqualTo(new AcceptedCommand(command));
    }

    @Test
    void a_command_in_another_partition_is_rejected() {
        byte[] value = Json.encode(command("default", new Command.Lookup("c-1")));

        assertThat(verifier.command(value, (OF_DEFAULT + 1) % PARTITIONS))
                .isEqualTo(new Rejected(Cause.WRONG_PARTITION, "the namespace belongs to partition " + OF_DEFAULT));
    }

    @Test
    void a_tick_belongs_to_every_partition_and_to_no_namespace() {
        var tick = new Command.Tick(1, Duration.ofSeconds(1), null);

        assertThat(verifier.command(Json.encode(command("*", tick)), 3)).isInstanceOf(AcceptedCommand.class);
        assertThat(verifier.command(Json.encode(command("default", tick)), OF_DEFAULT))
                .isInstanceOf(Rejected.class);
        assertThat(verifier.command(Json.encode(command("*", new Command.Lookup("c-1"))), 3))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void reports_of_an_unknown_host_are_rejected_in_their_place_only() {
        byte[] value = Json.encode(new ReportBatch("default", "h-1", 1, "i", 1, List.of(new Report.Heartbeat())));
        byte[] signature = Signatures.sign(Signatures.generate().getPrivate(), value);

        assertThat(verifier.reports(value, signature, OF_DEFAULT, EMPTY))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.cause()).isEqualTo(Cause.UNKNOWN_HOST));
        assertThat(verifier.reports(value, signature, (OF_DEFAULT + 1) % PARTITIONS, EMPTY))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.cause()).isEqualTo(Cause.WRONG_PARTITION));
    }

    @Test
    void no_bytes_make_it_throw() {
        byte[] good = Json.encode(command("default", new Command.Tick(1, Duration.ofSeconds(1), null)));
        byte[] batch = Json.encode(new ReportBatch("default", "h-1", 1, "i", 1, List.of(new Report.Heartbeat())));
        var random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] value = (i % 2 == 0 ? good : batch).clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            }
            assertThat(verifier.command(value, OF_DEFAULT)).isNotNull();
            assertThat(verifier.reports(value, value, OF_DEFAULT, EMPTY)).isNotNull();
        }
        assertThat(verifier.reports(
                        "{\"namespace\":\"default\",\"hostId\":\"h-1\",\"instance\":\"i\",\"reports\":[null]}"
                                .getBytes(StandardCharsets.UTF_8),
                        null,
                        OF_DEFAULT,
                        EMPTY))
                .isInstanceOf(Rejected.class);
    }

    private static CommandRecord command(String namespace, Command command) {
        return new CommandRecord("c-2", namespace, new Actor("ada", null, "n"), null, null, command);
    }
}
