package dev.signalbox.host.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.host.spool.Streams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadlessDriverTest extends DriverConformance {
    @Override
    SessionDriver driver(ShimLauncher over) {
        return new HeadlessDriver(over);
    }

    @Override
    Streams streams() {
        return new Streams.Merged();
    }

    @Override
    String lineEnd() {
        return "\n";
    }

    @Test
    void the_end_of_the_input_comes_when_it_is_ended_and_not_before() throws Exception {
        SessionHandle handle = start("echo ready; cat; exit 9");
        awaitOutput(handle, "ready");
        handle.send("abc".getBytes(StandardCharsets.UTF_8), LONG);
        handle.close();
        awaitOutput(handle, "abc");
        assertThat(handle.look()).isInstanceOf(SessionState.Running.class);

        assertThat(handle.endInput()).isTrue();

        assertThat(exit(handle))
                .isInstanceOfSatisfying(
                        SessionExit.Exited.class, end -> assertThat(end.code()).isEqualTo(9));
        assertThat(handle.endInput()).isFalse();
    }

    @Test
    void a_session_without_input_reads_the_end_at_once() throws Exception {
        SessionHandle handle = started(new LaunchPlan(
                "s-closed",
                List.of("/bin/sh", "-c", "cat; exit 8"),
                Map.of("PATH", "/usr/bin:/bin"),
                data.toRealPath(),
                streams(),
                false));

        assertThat(exit(handle))
                .isInstanceOfSatisfying(
                        SessionExit.Exited.class, end -> assertThat(end.code()).isEqualTo(8));
    }

    @Test
    void standard_error_can_be_kept_apart() throws Exception {
        SessionHandle handle = started(new LaunchPlan(
                "s-apart",
                List.of("/bin/sh", "-c", "echo out; echo err >&2"),
                Map.of("PATH", "/usr/bin:/bin"),
                data.toRealPath(),
                new Streams.Separate(),
                true));

        exit(handle);
        assertThat(output(handle)).isEqualTo("out\n");
        assertThat(Files.readString(handle.folder().err())).isEqualTo("err\n");
    }
}
