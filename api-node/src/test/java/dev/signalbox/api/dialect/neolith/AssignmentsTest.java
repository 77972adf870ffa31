package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final Assignments assignments = new Assignments();

    private static Item.Result result(String text) {
        return new Item.Result(true, text, null, null, null);
    }

    private void give(String inputId) {
        assignments.add(Assignment.of(inputId, "task " + inputId, true));
    }

    private void ends(@Nullable String inputId, long endByte) {
        assignments.turnEnded(new Event.SessionTurnEnded(result("of " + inputId), inputId, endByte), 0);
    }

    private List<String> settled(long endByte) throws InterruptedException {
        return assignments.awaitTurn(endByte, result("shown"), SOON).stream()
                .map(one -> one.assignment().inputId() + ": " + one.result().text())
                .toList();
    }

    @Test
    void the_place_of_a_turns_end_says_whose_turn_it_was() throws Exception {
        give("a");
        give("b");
        ends("other", 10);
        ends("b", 20);

        assertThat(settled(10)).isEmpty();
        assertThat(settled(20)).containsExactly("b: of b");
        ends("a", 30);
        assertThat(settled(30)).containsExactly("a: of a");
    }

    @Test
    void an_answer_is_settled_by_the_turn_that_it_belongs_to() throws Exception {
        give("a");
        assignments.sent("a");
        give("yes");
        give("later");
        assignments.sent("yes");
        ends("a", 10);

        assertThat(settled(10)).containsExactly("a: of a", "yes: of a");
    }

    @Test
    void the_oldest_one_is_done_when_nobody_can_tell() throws Exception {
        give("a");
        give("b");

        assertThat(settled(10)).containsExactly("a: shown");
        assignments.sent("b");
        ends(null, 20);
        assertThat(settled(20)).containsExactly("b: of null");
    }

    @Test
    void an_end_that_the_output_never_shows_settles_after_a_while() {
        give("a");
        ends("a", 10);

        assertThat(assignments.olderThan(-1)).isEmpty();
        assertThat(assignments.olderThan(1)).hasSize(1);
        assertThat(assignments.takeAll()).isEmpty();
    }

    @Test
    void silence_ends_what_was_sent_and_nothing_that_waits() {
        assertThat(assignments.takeSent()).isEmpty();
        for (String input : List.of("a", "b", "c")) {
            give(input);
        }
        assignments.sent("b");

        assertThat(assignments.takeSent()).extracting(Assignment::inputId).containsExactly("a", "b");
        assertThat(assignments.takeSent()).extracting(Assignment::inputId).containsExactly("c");
    }

    @Test
    void chunks_are_wanted_as_long_as_one_open_task_wants_them() {
        assertThat(assignments.streaming()).isTrue();
        assignments.add(Assignment.of("a", "quiet", false));
        assertThat(assignments.streaming()).isFalse();
        give("b");
        assertThat(assignments.streaming()).isTrue();
    }
}
