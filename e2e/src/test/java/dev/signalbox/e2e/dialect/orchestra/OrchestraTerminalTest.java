package dev.signalbox.e2e.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What observers see of terminals that ran before they came.
final class OrchestraTerminalTest {
    private static final Pattern LIVE = Pattern.compile("live-(\\d+);");

    private final RunningSystem system = RunningSystem.shared();
    private final Wire wire = new Wire();

    @AfterEach
    void end() {
        wire.close();
    }

    private Observer observer(int node) {
        return Observer.at(wire, system.dialect(node, "orchestra"), system.token());
    }

    private static JsonNode output(Observer observer, String session) {
        return observer.until(message -> message.path("type").asText().equals("terminal_output")
                && message.path("session_id").asText().equals(session));
    }

    private static List<Long> live(CharSequence text) {
        List<Long> numbers = new ArrayList<>();
        for (Matcher matcher = LIVE.matcher(text); matcher.find(); ) {
            numbers.add(Long.valueOf(matcher.group(1)));
        }
        return numbers;
    }

    private static String text(Observer observer, String session, Predicate<String> enough) {
        var all = new StringBuilder();
        while (!enough.test(all.toString())) {
            all.append(output(observer, session).path("data").asText());
        }
        return all.toString();
    }

    @Test
    void who_comes_late_begins_with_the_screen_and_misses_and_hears_nothing_twice_behind_it() {
        String script = "seq 1 60000; sleep 6; for i in $(seq 1 100000); do echo \"live-$i;\"; sleep 0.05; done";
        try (TestSession session = TestSession.start(
                        Map.of("provider", "command", "interactive", true, "command", List.of("bash", "-c", script)));
                var early = observer(1)) {
            early.subscribe(session.id(), "");
            // By then a keyframe was taken of the flood.
            var _ = text(early, session.id(), heard -> heard.contains("live-20;"));

            try (var late = observer(0)) {
                late.subscribe(session.id(), "");
                String heard = text(
                        late,
                        session.id(),
                        all -> !live(all).isEmpty() && live(all).getLast() >= 80);

                assertThat(heard.length()).isLessThan(300_000);
                assertThat(heard).contains("60000").doesNotContain("\n3\r\n4\r\n5\r\n");
                assertThat(live(heard))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, live(heard).getLast())
                                        .boxed()
                                        .toList());
            }
        }
    }

    @Test
    void bytes_bear_the_time_when_they_came_whenever_they_are_asked_for() {
        long before = System.currentTimeMillis();
        try (TestSession session = TestSession.start(Map.of(
                "provider",
                "command",
                "interactive",
                true,
                "command",
                List.of("bash", "-c", "echo once; exec sleep 600")))) {
            Eventually.holds(() -> assertThat(session.text()).contains("once"));
            long written = System.currentTimeMillis();
            List<Long> told = new ArrayList<>();
            for (int node = 0; node < 2; node++) {
                try (var observer = observer(node)) {
                    observer.subscribe(session.id(), "");
                    told.add(output(observer, session.id()).path("timestamp").asLong());
                }
            }
            assertThat(told.getFirst()).isBetween(before, written);
            assertThat(told.getLast()).isEqualTo(told.getFirst());
        }
    }
}
