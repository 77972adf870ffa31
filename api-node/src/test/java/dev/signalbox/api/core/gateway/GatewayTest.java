package dev.signalbox.api.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.limit.Allowance;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class GatewayTest {
    private static final Command LOOKUP = new Command.Lookup("c-x");
    private final OutcomeWaiters waiters = new OutcomeWaiters();
    private final Principal ann = new Principal("ann", "blue", Set.of(Capability.VIEW), "k-1", null);

    private Gateway gateway(Function<CommandRecord, CompletableFuture<Void>> append, String unreachable) {
        var log = new CommandLog() {
            @Override
            public CompletableFuture<Void> append(CommandRecord record) {
                return append.apply(record);
            }

            @Override
            public String unreachable() {
                return unreachable;
            }
        };
        return new Gateway(log, waiters, "node", Duration.ofMillis(50), new Allowance(InstantSource.system(), 1_000));
    }

    private static Outcome outcome(CommandRecord record) {
        return new Outcome(
                record.id(), record.id(), record.namespace(), 1, Instant.EPOCH, true, null, null, null, null, null);
    }

    @Test
    void an_outcome_counts_even_before_the_acknowledgement() throws Exception {
        var gateway = gateway(
                record -> {
                    waiters.arrived(outcome(record));
                    return new CompletableFuture<>();
                },
                "");

        assertThat(gateway.submit(ann, Gateway.Submission.of(LOOKUP))).isInstanceOf(Answer.Decided.class);
        assertThat(waiters.waiting()).isZero();
    }

    @Test
    void what_was_acknowledged_and_not_decided_is_pending() throws Exception {
        var gateway = gateway(_ -> CompletableFuture.completedFuture(null), "");

        assertThat(gateway.submit(ann, Gateway.Submission.of(LOOKUP))).isInstanceOf(Answer.Pending.class);
        assertThat(waiters.waiting()).isZero();
    }

    @Test
    void what_was_not_acknowledged_is_never_called_accepted() throws Exception {
        var silent = gateway(_ -> new CompletableFuture<>(), "");
        var failing = gateway(_ -> CompletableFuture.failedFuture(new IllegalStateException()), "");

        for (var gateway : new Gateway[] {silent, failing}) {
            assertThat(gateway.submit(ann, Gateway.Submission.of(LOOKUP)))
                    .isInstanceOfSatisfying(
                            Answer.Unavailable.class,
                            answer -> assertThat(answer.written()).isTrue());
        }
    }

    @Test
    void nothing_is_written_while_the_log_is_known_to_be_away() throws Exception {
        var gateway = gateway(
                _ -> {
                    throw new AssertionError("written");
                },
                "kafka: away");

        assertThat(gateway.submit(ann, Gateway.Submission.of(LOOKUP)))
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        answer -> assertThat(answer.written()).isFalse());
    }

    @Test
    void a_command_needs_its_capability_and_time_is_nobodys_to_send() {
        var gateway = gateway(
                _ -> {
                    throw new AssertionError("written");
                },
                "");

        assertThatThrownBy(() -> gateway.submit(ann, Gateway.Submission.of(new Command.DeleteAgent("a"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("create");
        assertThatThrownBy(() ->
                        gateway.submit(ann, Gateway.Submission.of(new Command.Tick(1, Duration.ofSeconds(1), null))))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void an_outcome_is_remembered_for_its_own_namespace_only_and_not_for_ever() {
        for (int i = 0; i < 5_000; i++) {
            waiters.arrived(
                    new Outcome("c-" + i, "c-" + i, "blue", 1, Instant.EPOCH, true, null, null, null, null, null));
        }

        assertThat(waiters.recent("blue", "c-4999")).isPresent();
        assertThat(waiters.recent("red", "c-4999")).isEmpty();
        assertThat(waiters.recent("blue", "c-0")).isEmpty();
    }

    @Test
    void every_command_of_a_subject_counts_and_none_too_many_is_written() throws Exception {
        List<CommandRecord> written = new ArrayList<>();
        var gateway = gateway(
                record -> {
                    written.add(record);
                    waiters.arrived(outcome(record));
                    return CompletableFuture.completedFuture(null);
                },
                "");
        for (int i = 0; i < 999; i++) {
            var _ = gateway.submit(ann, Gateway.Submission.of(LOOKUP));
        }
        var _ = gateway.lookup(ann, "c-unknown");

        assertThat(gateway.left(ann).remaining()).isZero();
        assertThatThrownBy(() -> gateway.submit(ann, Gateway.Submission.of(LOOKUP)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.RATE_LIMITED));
        assertThat(written).hasSize(1_000);
    }
}
