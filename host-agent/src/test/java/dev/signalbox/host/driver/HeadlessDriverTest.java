package dev.signalbox.host.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.host.process.ProcFs;
import dev.signalbox.host.process.ProcessIdentity;
import dev.signalbox.host.spool.SessionFolder;
import dev.signalbox.host.spool.Streams;
import dev.signalbox.schemas.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void a_running_process_that_reads_no_more_input_is_not_told_as_ended() throws Exception {
        SessionHandle handle = start("echo ready; cat; echo end; exec sleep 60");
        awaitOutput(handle, "ready");

        handle.endInput();
        awaitOutput(handle, "end");

        assertThat(handle.send(new byte[] {1}, LONG)).isEqualTo(new Sending.NotSent(ErrorCode.SINGLE_TURN));
    }

    /// Prompts and keystrokes come from such threads, whose blocking writes closing a channel does not end.
    @Test
    void input_that_nobody_reads_blocks_no_virtual_thread_for_ever() throws Exception {
        SessionHandle handle = start("echo ready; exec sleep 60");
        awaitOutput(handle, "ready");
        CompletableFuture<Sending> sending = new CompletableFuture<>();

        Thread.ofVirtual().start(() -> {
            try {
                sending.complete(handle.send(new byte[1024 * 1024], Duration.ofMillis(300)));
            } catch (IOException e) {
                sending.completeExceptionally(e);
            }
        });

        assertThat(sending).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(Sending.Partly.class);
        assertThat(handle.send(new byte[] {1}, Duration.ofMillis(300)))
                .isEqualTo(new Sending.NotSent(ErrorCode.EXPIRED));
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

    /// Such as one whose machine was too busy when the host agent died.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_launch_that_hangs_is_ended_before_it_is_told_as_gone(boolean introduced) throws Exception {
        SessionFolder folder = SessionFolder.in(data, "s-hangs");
        folder.create();
        folder.forbidLaunch();
        Process shim = new ProcessBuilder(
                        "/bin/sh", "-c", "sleep 61; :", "shim.sh", folder.path().toString())
                .start();
        if (introduced) {
            ProcessIdentity identity = ProcFs.system().identity(shim.pid()).orElseThrow();
            Files.writeString(
                    folder.path().resolve("shim"),
                    "%d %d %s%n".formatted(identity.pid(), identity.startTicks(), identity.bootId()));
        }

        RecoverResult found = driver.recover(new PersistedHandle(driver.name(), "s-hangs"));

        assertThat(found).isInstanceOf(RecoverResult.Gone.class);
        assertThat(shim.waitFor(1, TimeUnit.SECONDS)).isTrue();
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
