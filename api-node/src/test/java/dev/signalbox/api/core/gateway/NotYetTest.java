package dev.signalbox.api.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// "Not yet" is never told as "no", nor as "done".
final class NotYetTest {
    private final Principal ann = new Principal("ann", "blue", Set.of(Capability.INPUT, Capability.VIEW), "k", null);
    private final Views views = new Views();

    private static Command input(String id) {
        return new Command.SendInput(id, "s-1", "hello");
    }

    private static Outcome refuse(CommandRecord record, long n, ErrorCode why) {
        return new Outcome(
                record.id(), record.id(), record.namespace(), n, Instant.EPOCH, false, null, why, null, null, null);
    }

    @Test
    void what_is_in_the_log_undecided_is_known_by_the_id_that_it_will_have() throws Exception {
        var log = new DecidingLog(_ -> null);
        var made = new Commands(log.gateway(), views).made(ann, () -> "i-1", NotYetTest::input);

        assertThat(made.id()).isEqualTo("i-1");
        assertThat(made.answer()).isInstanceOf(Answer.Pending.class);
        assertThat(log.taken).hasSize(1);
        assertThatThrownBy(made::outcome)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void what_was_accepted_and_is_not_shown_here_is_not_told_as_done() throws Exception {
        var log = new DecidingLog(record -> DecidingLog.accept(record, 7, null));
        var commands = new Commands(log.gateway(), views);

        assertThat(commands.answer(ann, input("i-1"))).isInstanceOf(Answer.Pending.class);
        assertThatThrownBy(() -> commands.accepted(ann, input("i-1"))).hasMessageContaining("not seen here yet");
    }

    @Test
    void an_id_that_is_taken_is_not_the_one_that_is_made() throws Exception {
        var ids = List.of("i-1", "i-2").iterator();
        var log = new DecidingLog(record -> record.command().equals(input("i-1"))
                ? refuse(record, 0, ErrorCode.ID_TAKEN)
                : DecidingLog.accept(record, 0, null));
        var made = new Commands(log.gateway(), views).made(ann, ids::next, NotYetTest::input);

        assertThat(made.id()).isEqualTo("i-2");
        assertThat(made.outcome().accepted()).isTrue();
    }

    @Test
    void a_node_that_cannot_read_up_to_now_does_not_say_that_something_is_missing() {
        var behind = new DecidingLog(record -> refuse(record, 7, ErrorCode.COMMAND_NOT_FOUND));
        var silent = new DecidingLog(_ -> null);

        for (DecidingLog log : List.of(behind, silent)) {
            assertThatThrownBy(() -> new Commands(log.gateway(), views).catchUp(ann))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.UNAVAILABLE));
        }
    }
}
