package dev.signalbox.e2e.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.stack.DevStack;
import dev.signalbox.e2e.system.Bytes;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The host agent goes away while sessions run, and comes back.
final class HostAgentRestartTest {
    @Test
    void sessions_go_on_without_it_and_nothing_of_them_is_lost() throws Exception {
        DevStack stack = RunningSystem.shared().stack();
        Path enough = Files.createTempDirectory(RunningSystem.shared().baseDir(), "counting-")
                .resolve("enough");
        String count = "i=0; until [ -e \"$1\" ]; do echo line $((++i)); sleep 0.02; done; exit 7";
        try (var counting = TestSession.command("bash", "-c", count, "count", enough.toString());
                var brief = TestSession.command("bash", "-c", "echo begun; read line; echo \"$line\"; exit 3");
                var listening = TestSession.command("bash", "-c", "while read line; do echo \"<$line>\"; done")) {
            Path counted = RunningSystem.shared().spool(counting.id(), "out");
            JsonNode before = counting.awaitStatus("RUNNING");
            brief.awaitStatus("RUNNING");
            listening.awaitStatus("RUNNING");
            String heard = listening.send("one");
            listening.awaitInput(heard, "DELIVERED");
            Eventually.holds(() -> assertThat(counting.text()).contains("line 20\n"));
            Path input = RunningSystem.shared().spool(brief.id(), "out").resolveSibling("in");

            stack.stopHostAgent();
            long length = Files.size(counted);
            Files.writeString(input, "told by nobody\n");
            Eventually.holds(() -> assertThat(Files.size(counted)).isGreaterThan(length + 200));
            stack.startHostAgent();
            stack.awaitReady();
            Files.createFile(enough);

            listening.send("two");
            JsonNode end = brief.awaitStatus("ENDED").path("end");
            assertThat(end.path("exitCode").asInt(-1)).isEqualTo(3);
            assertThat(end.path("proven").asBoolean()).isTrue();
            assertThat(brief.text()).isEqualTo("begun\ntold by nobody\n");
            Eventually.holds(() -> assertThat(listening.text()).isEqualTo("<one>\n<two>\n"));
            JsonNode after = counting.awaitStatus("ENDED");
            assertThat(after.path("end").path("exitCode").asInt(-1)).isEqualTo(7);
            assertThat(after.path("process").path("pid"))
                    .isEqualTo(before.path("process").path("pid"));
            assertThat(after.path("epoch")).isEqualTo(before.path("epoch"));
            assertThat(counting.watched().end().path("complete").asBoolean()).isTrue();
            assertThat(Bytes.of(counting.output("out"))).isEqualTo(Bytes.of(counted));
            List<String> lines = counting.text().lines().toList();
            assertThat(lines)
                    .isEqualTo(IntStream.rangeClosed(1, lines.size())
                            .mapToObj(i -> "line " + i)
                            .toList());
        }
    }
}
