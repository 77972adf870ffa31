package dev.signalbox.api.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RepetitionTest {
    private final Principal ann = new Principal("ann", "blue", Principal.PERSON, null, null);
    private final DecidingLog log = new DecidingLog(record -> DecidingLog.accept(record, 0, null));
    private final Commands commands = new Commands(log.gateway(), new Views());

    private List<String> keys(Optional<Repetition> given) throws InterruptedException {
        int before = log.taken.size();
        Commands ofOneRequest = commands.repeatable(given);
        for (String id : List.of("i-1", "i-2", "i-3")) {
            var _ = ofOneRequest.answer(ann, new Command.SendInput(id, "s-1", "hello"));
        }
        return log.taken.stream()
                .skip(before)
                .map(CommandRecord::idempotencyKey)
                .toList();
    }

    @Test
    void each_command_of_a_request_has_a_key_of_its_own_and_the_same_one_when_it_is_repeated() throws Exception {
        var given = Optional.of(Repetition.of("key", "asked"));
        List<String> first = keys(given);

        assertThat(first).doesNotHaveDuplicates().doesNotContainNull();
        assertThat(first.getFirst()).as("the client's own").isEqualTo("key");
        assertThat(keys(given)).isEqualTo(first);
        assertThat(keys(Optional.of(Repetition.of("other", "asked")))).doesNotContainAnyElementsOf(first);
        assertThat(log.taken)
                .extracting(CommandRecord::requestHash)
                .containsOnly(given.get().hash());
    }

    @Test
    void without_a_key_each_command_is_a_wish_of_its_own() throws Exception {
        assertThat(keys(Optional.empty())).containsOnlyNulls();
    }
}
