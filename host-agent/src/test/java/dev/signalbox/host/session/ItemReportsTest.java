package dev.signalbox.host.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.host.provider.parse.ParsedItem;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ItemReportsTest {
    private static final String ID = "s-aaaaaaaaaaaaaaaa";
    private static final Item SESSION = new Item.NativeSession("native", "model");
    private static final Item ASKS = new Item.ApprovalRequest("r-1", "Bash", Map.of());
    private static final Item DONE = new Item.Result(true, "done", null, null, null);

    private final List<Report> told = new ArrayList<>();
    private final ItemReports items = new ItemReports(ID, Set.of(), told::add);

    @Test
    void what_an_earlier_agent_shipped_and_may_not_have_told_is_told_once() {
        recall(SESSION, 10);
        recall(ASKS, 20);
        assertThat(told).isEmpty();

        items.recalled();
        items.recalled();

        assertThat(told)
                .containsExactly(
                        new Report.NativeSessionFound(ID, "native", "model"),
                        new Report.SessionReady(ID),
                        new Report.ActivityChanged(ID, Activity.NEEDS_APPROVAL));
    }

    @Test
    void each_turn_of_a_few_is_told_and_none_contradicts_a_prompt_that_came_since() {
        recall(SESSION, 10);
        recall(DONE, 20);
        recall(DONE, 30);

        items.recalled();

        assertThat(told)
                .contains(
                        new Report.TurnEnded(ID, (Item.Result) DONE, 20),
                        new Report.TurnEnded(ID, (Item.Result) DONE, 30))
                .noneMatch(report -> report instanceof Report.ActivityChanged);
    }

    @Test
    void a_request_that_an_earlier_agent_answered_does_not_wait_again_and_one_beside_it_does() {
        ItemReports next = new ItemReports(ID, Set.of("r-1"), told::add);
        next.recall(new ParsedItem(ASKS, 20, 0));
        next.recalled();
        assertThat(told).contains(new Report.ActivityChanged(ID, Activity.WORKING));
        assertThat(next.takeWaiting()).isEmpty();

        next.take(new ParsedItem(new Item.ApprovalRequest("r-2", "Bash", Map.of()), 30, 0));

        assertThat(told.getLast()).isEqualTo(new Report.ActivityChanged(ID, Activity.NEEDS_APPROVAL));
    }

    private void recall(Item item, long endByte) {
        items.recall(new ParsedItem(item, endByte, 0));
    }
}
