package dev.signalbox.host.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFsTest {
    private final ProcFs procFs = ProcFs.system();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatWasStarted() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_running_process_is_alive_and_a_dead_one_is_not() throws Exception {
        Process sleep = start("sleep", "60");
        ProcessIdentity identity = procFs.identity(sleep.pid()).orElseThrow();
        assertThat(procFs.alive(identity)).isTrue();

        sleep.destroyForcibly().waitFor();

        assertThat(procFs.alive(identity)).isFalse();
    }

    @Test
    void a_zombie_is_dead_although_it_answers_to_kill() throws Exception {
        Process parent = start(
                "/bin/sh", "-c", "while [ $(cat /proc/$$/comm) = sh ]; do sleep 0.01; done & echo $!; exec sleep 60");
        long zombie = Long.parseLong(parent.inputReader().readLine());
        await().until(() -> procFs.stat(zombie).map(ProcStat::state).equals(Optional.of('Z')));

        ProcStat stat = procFs.stat(zombie).orElseThrow();
        assertThat(procFs.alive(procFs.identity(stat))).isFalse();
        assertThat(procFs.identity(zombie)).isEmpty();
        assertThat(procFs.processes()).extracting(ProcStat::pid).doesNotContain(zombie);
    }

    @Test
    void another_process_with_the_same_pid_is_a_stranger() throws Exception {
        Process sleep = start("sleep", "60");
        ProcessIdentity identity = procFs.identity(sleep.pid()).orElseThrow();

        assertThat(procFs.alive(new ProcessIdentity(identity.pid(), identity.startTicks() - 1, identity.bootId())))
                .isFalse();
        assertThat(procFs.alive(new ProcessIdentity(identity.pid(), identity.startTicks(), "another-boot")))
                .isFalse();
    }

    @Test
    void a_marker_is_found_whole_and_nowhere_else(@TempDir Path root) throws IOException {
        fakeBoot(root);
        process(root, 10, "A=1\0SIGNALBOX_SESSION=s-1\0B=2\0");
        process(root, 11, "SIGNALBOX_SESSION=s-12\0");
        process(root, 12, "XSIGNALBOX_SESSION=s-1\0");
        process(root, 13, "");
        ProcFs fake = ProcFs.at(root);
        EnvironmentMarker marker = new EnvironmentMarker("s-1");

        assertThat(fake.carries(10, marker)).isTrue();
        assertThat(List.of(11L, 12L, 13L, 14L)).noneMatch(pid -> fake.carries(pid, marker));
    }

    @Test
    void the_group_of_a_dead_session_that_strangers_use_now_is_left_alone(@TempDir Path root) throws IOException {
        fakeBoot(root);
        process(root, 500, "OTHER=1\0");
        Files.writeString(root.resolve("500/stat"), "500 (sh) S 1 500 500 0 0 0 0 0 0 0 1 1 0 0 0 0 0 0 777 1 1 1");
        ProcFs fake = ProcFs.at(root);
        ProcessTree tree =
                new ProcessTree(fake, new ProcessIdentity(500, 42, "boot"), 500, 500, new EnvironmentMarker("s-1"));

        assertThat(tree.members()).isEmpty();
        assertThat(tree.signalGroup(Signal.KILL)).isFalse();
    }

    private Process start(String... argv) throws IOException {
        Process process = new ProcessBuilder(argv).start();
        started.add(process);
        return process;
    }

    private static void fakeBoot(Path root) throws IOException {
        Files.createDirectories(root.resolve("sys/kernel/random"));
        Files.writeString(root.resolve("sys/kernel/random/boot_id"), "boot\n");
    }

    private static void process(Path root, long pid, String environment) throws IOException {
        Files.createDirectories(root.resolve(Long.toString(pid)));
        Files.writeString(root.resolve(pid + "/environ"), environment);
    }
}
