package dev.signalbox.host.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.output.Item;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WaitingRequestTest {
    private static final Item.ApprovalRequest REQUEST =
            new Item.ApprovalRequest("r1", "Bash", Map.of("command", "make"));

    private final WaitingRequest waiting = new WaitingRequest(Set.of());

    @Test
    void a_request_waits_for_one_answer() {
        waiting.take(started("c1", "make"));
        waiting.take(REQUEST);

        assertThat(waiting.settle()).contains(REQUEST);
        assertThat(waiting.settle()).isEmpty();
    }

    @Test
    void a_request_whose_call_has_ended_was_answered() {
        waiting.take(started("c1", "make"));
        waiting.take(REQUEST);
        waiting.take(new Item.ToolCallCompleted("c1", "Bash", ""));

        assertThat(waiting.settle()).isEmpty();
    }

    @Test
    void a_call_that_was_denied_waits_no_more() {
        waiting.take(started("c1", "make"));
        waiting.take(REQUEST);
        waiting.take(new Item.ToolCallFailed("c1", "Bash", "denied"));

        assertThat(waiting.settle()).isEmpty();
    }

    @Test
    void the_end_of_another_call_settles_nothing() {
        waiting.take(started("c0", "ls"));
        waiting.take(started("c1", "make"));
        waiting.take(REQUEST);
        waiting.take(new Item.ToolCallCompleted("c0", "Bash", ""));

        assertThat(waiting.settle()).contains(REQUEST);
    }

    @Test
    void requests_of_calls_that_were_asked_for_together_are_answered_one_after_the_other() {
        Item.ApprovalRequest second = new Item.ApprovalRequest("r2", "Bash", Map.of("command", "test"));
        waiting.take(started("c1", "make"));
        waiting.take(started("c2", "test"));
        waiting.take(REQUEST);
        waiting.take(second);
        waiting.take(second);

        assertThat(waiting.settle()).contains(REQUEST);
        waiting.take(new Item.ToolCallCompleted("c1", "Bash", ""));

        assertThat(waiting.settle()).contains(second);
        assertThat(waiting.settle()).isEmpty();
    }

    @Test
    void nothing_waits_when_the_turn_is_over() {
        waiting.take(REQUEST);
        waiting.take(new Item.Result(false, "interrupted", null, null, null));

        assertThat(waiting.settle()).isEmpty();
    }

    private static Item.ToolCallStarted started(String callId, String command) {
        return new Item.ToolCallStarted(callId, "Bash", Map.of("command", command));
    }
}
