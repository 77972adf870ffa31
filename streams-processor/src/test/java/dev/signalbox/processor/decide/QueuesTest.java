package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueuesTest {
    private final DeciderKit kit = new DeciderKit();

    private void queue(String id, Specs.Tasks tasks) {
        kit.accept(Specs.create(id, tasks.spec()));
    }

    private TaskStatus status(String id) {
        return kit.task(id).status();
    }

    @Test
    void give_room_by_priority_and_then_by_age() {
        KitHost host = kit.host("h", 1, "command");
        kit.accept(Specs.start("s", Specs.command()));
        queue("low", Specs.tasks().priority(-5));
        queue("first", Specs.tasks());
        queue("second", Specs.tasks());
        queue("high", Specs.tasks().priority(100));
        List<String> order = new ArrayList<>();
        host.exits("s", 0);
        for (int i = 0; i < 4; i++) {
            String session = kit.host("h").sessions().getFirst();
            order.add(kit.session(session).taskId());
            host.exits(session, 0);
        }
        assertThat(order).containsExactly("high", "first", "second", "low");
    }

    @Test
    void give_room_to_sessions_before_tasks() {
        KitHost host = kit.host("h", 1, "command");
        kit.accept(Specs.start("s1", Specs.command()));
        queue("t", Specs.tasks().priority(100));
        kit.accept(Specs.start("s2", Specs.command()));
        host.exits("s1", 0);
        assertThat(kit.session("s2").status()).isEqualTo(SessionStatus.PLACED);
        assertThat(status("t")).isEqualTo(TaskStatus.QUEUED);
    }

    @Test
    void put_a_task_that_is_tried_again_behind_the_others_of_its_priority() {
        KitHost host = kit.host("h", 1, "command");
        queue("again", Specs.tasks().attempts(2));
        queue("other", Specs.tasks());
        queue("low", Specs.tasks().priority(-1));
        host.exits(kit.attempt("again").id(), 1);
        assertThat(status("other")).isEqualTo(TaskStatus.ASSIGNED);
        assertThat(status("again")).isEqualTo(TaskStatus.QUEUED);
        host.exits(kit.attempt("other").id(), 0);
        assertThat(status("again")).isEqualTo(TaskStatus.ASSIGNED);
        assertThat(status("low")).isEqualTo(TaskStatus.QUEUED);
    }

    @Test
    void say_why_a_task_waits() {
        queue("t", Specs.tasks());
        assertThat(kit.task("t").waiting()).isEqualTo("no host has joined");
        queue("labelled", Specs.tasks().labels(Map.of("gpu", "yes")));
        queue("codex", Specs.tasks().provider("codex"));
        KitHost host = kit.host("h", 1, "command");
        assertThat(status("t")).isEqualTo(TaskStatus.ASSIGNED);
        assertThat(kit.task("labelled").waiting())
                .isEqualTo("no host that is online has the labels that are asked for");
        assertThat(kit.task("codex").waiting()).isEqualTo("no suitable host that is online can run 'codex'");
        queue("full", Specs.tasks());
        assertThat(kit.task("full").waiting()).isEqualTo("every suitable host is full");
        queue("pinned", Specs.tasks().on("h"));
        assertThat(kit.task("pinned").waiting()).isEqualTo("its host is full");
        kit.accept(new Command.DrainHost("h", null));
        assertThat(kit.task("pinned").waiting()).isEqualTo("its host is being drained");
        kit.accept(new Command.UndrainHost("h"));
        kit.pass(Duration.ofSeconds(12));
        assertThat(kit.task("pinned").waiting()).isEqualTo("its host is not online");
        assertThat(kit.task("full").waiting()).isEqualTo("no host is online and takes work");
        host.heartbeat();
        assertThat(kit.task("full").waiting()).isEqualTo("every suitable host is full");
    }

    @Test
    void let_the_tasks_of_one_agent_go_one_after_the_other() {
        KitHost host = kit.host("h", 5, "claude");
        kit.accept(Specs.agent("a"));
        queue("t1", Specs.tasks().provider("claude").agent("a"));
        queue("t2", Specs.tasks().provider("claude").agent("a"));
        assertThat(kit.task("t2").waiting()).isEqualTo("the agent has a live session");
        assertThat(kit.attempt("t1").agentId()).isEqualTo("a");
        host.exits(kit.attempt("t1").id(), 0);
        assertThat(status("t2")).isEqualTo(TaskStatus.ASSIGNED);
    }

    @Test
    void let_nobody_starve_behind_many_who_cannot_be_placed() {
        kit.accept(Specs.agent("a"));
        KitHost host = kit.host("h", 2, "claude", "command");
        kit.accept(Specs.start("s1", Specs.command()));
        kit.accept(Specs.startFor("a", "s2", Specs.claude()));
        for (int i = 0; i < 150; i++) {
            queue("busy-" + i, Specs.tasks().provider("claude").agent("a").priority(50));
            queue("gpu-" + i, Specs.tasks().labels(Map.of("gpu", "yes")).priority(50));
        }
        queue("last", Specs.tasks());
        host.exits("s1", 0);
        assertThat(status("last")).isEqualTo(TaskStatus.ASSIGNED);
        host.exits("s2", 0);
        assertThat(status("busy-0")).isEqualTo(TaskStatus.ASSIGNED);
    }

    @Test
    void let_no_session_starve_behind_many_who_cannot_be_placed() {
        kit.host("h", 1, "command");
        kit.host("gone", 1, "claude");
        kit.accept(new Command.DrainHost("gone", null));
        for (int i = 0; i < 150; i++) {
            kit.accept(Specs.start("c" + i, Specs.claude()));
        }
        kit.accept(Specs.start("s", Specs.command()));
        assertThat(kit.session("s").status()).isEqualTo(SessionStatus.PLACED);
    }

    @Test
    void place_many_over_several_decisions() {
        for (int i = 0; i < 120; i++) {
            queue("t" + i, Specs.tasks().priority(i % 3));
        }
        KitHost host = kit.host("h", 110, "command");
        assertThat(kit.host("h").sessions()).hasSize(Limits.PLACED_AT_ONCE);
        queue("late", Specs.tasks().priority(-100));
        assertThat(kit.task("late").waiting()).isEqualTo("others before it are being placed");
        kit.tick(Duration.ofMillis(250), Duration.ofMillis(250));
        assertThat(kit.host("h").sessions()).hasSize(2 * Limits.PLACED_AT_ONCE);
        kit.tick(Duration.ofMillis(250), Duration.ofMillis(250));
        assertThat(kit.host("h").sessions()).hasSize(110);
        assertThat(kit.events()).isNotEmpty();
        kit.tick(Duration.ofMillis(250), Duration.ofMillis(250));
        assertThat(kit.events()).isEmpty();
        assertThat(status("late")).isEqualTo(TaskStatus.QUEUED);
        host.heartbeat();
    }

    @Test
    void tell_the_foremost_only_when_hosts_change() {
        for (int i = 0; i < 130; i++) {
            queue("t" + i, Specs.tasks());
        }
        kit.host("h", 1, "claude");
        assertThat(kit.events().stream().filter(Event.TaskWaiting.class::isInstance))
                .hasSize(Limits.TOLD_AT_ONCE);
    }
}
