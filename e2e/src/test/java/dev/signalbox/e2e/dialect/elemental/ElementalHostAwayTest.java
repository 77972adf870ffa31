package dev.signalbox.e2e.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.dialect.elemental.Events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The structured events of an agent, while its host agent and the node that serves them go away.
final class ElementalHostAwayTest {
    private static final int LINES = 300;
    private static final List<String> TYPES = List.of("assistant", "tool_use", "tool_result", "result", "error");

    /// One line of each type in turn, as an agent prints them, each in two pieces, until it was told to go on.
    private static final String TALK = """
        types=(assistant tool_use tool_result result error)
        for i in $(seq 1 %d); do
          printf '{"type":"%%s","mess' "${types[$((i %% 5))]}"
          sleep 0.02
          printf 'age":"number %%d"}\\n' "$i"
          if [ $i = 100 ]; then read -r; fi
        done
        read -r
        """.formatted(LINES);

    @Test
    void every_event_comes_once_and_in_order_whatever_goes_away() throws Exception {
        try (var project = new Project()) {
            String agent = project.client(0).worker("bash", "-c", TALK);
            project.client(0).start(agent, null);
            List<Event> seen = new ArrayList<>();
            try (Events events = project.client(0).stream(agent, null)) {
                seen.addAll(events.untilContent("number 50"));
                project.stack().stopHostAgent();
                // It goes on to print, and nobody takes it up but its own files.
            }
            project.client(1)
                    .post("/api/agents/" + agent + "/input", Map.of("input", "go on"))
                    .expect(202);
            try (Events events = project.client(1).stream(agent, last(seen))) {
                assertThat(events.next().orElseThrow().name()).isEqualTo("connected");
                project.stack().startHostAgent();
                seen.addAll(events.untilContent("number 150"));
                project.stack().stopApiNode(1);
            }
            try (Events events = project.client(0).stream(agent, last(seen))) {
                assertThat(events.next().orElseThrow().name()).isEqualTo("connected");
                seen.addAll(events.untilContent("number " + LINES));
            }

            List<Event> told = seen.stream().skip(1).toList();
            assertThat(told)
                    .extracting(event -> event.name() + " " + event.content())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, LINES)
                            .mapToObj(i -> "agent_" + TYPES.get(i % TYPES.size()) + " number " + i)
                            .toList());
            assertThat(told.stream().map(event -> Long.valueOf(event.id())))
                    .isSorted()
                    .doesNotHaveDuplicates();
            // Who begins anew reads the same story under the same ids.
            try (Events events = project.client(0).stream(agent, null)) {
                assertThat(events.untilContent("number " + LINES).stream().skip(1))
                        .extracting(Event::id)
                        .isEqualTo(told.stream().map(Event::id).toList());
            }
            project.client(0).stop(agent);
        }
    }

    private static String last(List<Event> seen) {
        return seen.getLast().id();
    }
}
