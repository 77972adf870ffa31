package dev.signalbox.host.provider.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.state.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ActivitiesTest {
    @Test
    void a_session_works_waits_for_leave_works_again_and_is_idle() {
        var approvals = changes(Captured.items(new ClaudeLines(), "claude/approvals"));

        assertThat(approvals)
                .containsExactly(
                        Activity.WORKING,
                        Activity.NEEDS_APPROVAL,
                        Activity.WORKING,
                        Activity.IDLE,
                        Activity.WORKING,
                        Activity.NEEDS_ANSWER,
                        Activity.WORKING,
                        Activity.IDLE,
                        Activity.WORKING,
                        Activity.NEEDS_APPROVAL,
                        Activity.WORKING,
                        Activity.IDLE);
    }

    @Test
    void codex_works_until_its_turn_ends_well_or_badly() {
        assertThat(changes(Captured.items(new CodexLines(), "codex/tool-call")))
                .containsExactly(Activity.WORKING, Activity.IDLE);
        assertThat(changes(Captured.items(new CodexLines(), "codex/service-fails")))
                .containsExactly(Activity.WORKING, Activity.IDLE);
    }

    @Test
    void a_call_that_starts_beside_a_waiting_one_does_not_hide_the_wait() {
        var started = new Item.ToolCallStarted("2", "Read", Map.of());

        assertThat(Activities.after(Activity.NEEDS_APPROVAL, started)).isEqualTo(Activity.NEEDS_APPROVAL);
        assertThat(Activities.after(Activity.IDLE, started)).isEqualTo(Activity.WORKING);
    }

    @Test
    void what_nobody_understands_tells_nothing() {
        assertThat(Activities.after(null, new Item.Raw("x"))).isNull();
        assertThat(Activities.after(Activity.IDLE, new Item.Raw("x"))).isEqualTo(Activity.IDLE);
    }

    private static List<Activity> changes(List<Item> items) {
        var changes = new ArrayList<Activity>();
        @Nullable Activity now = null;
        for (var item : items) {
            var next = Activities.after(now, item);
            if (next != now) {
                changes.add(next);
            }
            now = next;
        }
        return changes;
    }
}
