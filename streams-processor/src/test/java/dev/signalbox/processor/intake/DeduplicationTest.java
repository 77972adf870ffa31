package dev.signalbox.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.command.Actor;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.outcome.Outcome;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeduplicationTest {
    private static final Outcome FIRST =
            new Outcome("c-1", "c-1", "default", 7, Instant.EPOCH, true, null, null, null, null, null);

    @Test
    void what_is_not_stored_is_fresh() {
        assertThat(Deduplication.of(null, command("ada", "k", "h"))).isEqualTo(new Deduplication.Fresh());
    }

    @Test
    void the_same_request_repeats_the_first_outcome_under_its_own_id() {
        assertThat(Deduplication.of(new FirstOutcome("h", FIRST), command("ada", "k", "h")))
                .isEqualTo(new Deduplication.Repeat(FIRST.repeatedFor("c-2")));
    }

    @Test
    void another_request_under_the_key_is_a_conflict() {
        assertThat(Deduplication.of(new FirstOutcome("h", FIRST), command("ada", "k", "other")))
                .isEqualTo(new Deduplication.KeyConflict(FIRST));
        assertThat(Deduplication.of(new FirstOutcome("h", FIRST), command("ada", "k", null)))
                .isEqualTo(new Deduplication.KeyConflict(FIRST));
    }

    @Test
    void without_a_key_the_id_is_the_key() {
        CommandRecord command = command("ada", null, null);

        assertThat(Deduplication.key(command)).isEqualTo(Deduplication.idKey("default", "c-2"));
        assertThat(Deduplication.of(new FirstOutcome(null, FIRST), command)).isInstanceOf(Deduplication.Repeat.class);
    }

    @Test
    void principals_and_keys_cannot_be_confused() {
        assertThat(Deduplication.key(command("a/1", "b", "h")))
                .isNotEqualTo(Deduplication.key(command("a", "1/b", "h")));
        assertThat(Deduplication.key(command("a", "k", "h"))).isNotEqualTo(Deduplication.key(command("b", "k", "h")));
    }

    private static CommandRecord command(String principal, String key, String hash) {
        return new CommandRecord(
                "c-2", "default", new Actor(principal, null, "n"), key, hash, new Command.Lookup("c-0"));
    }
}
