package dev.signalbox.host.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.host.process.ProcFs;
import dev.signalbox.host.process.ProcessTree;
import dev.signalbox.host.spool.Streams;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TmuxDriverTest extends DriverConformance {
    private static final String ODD = "ends; -x Enter $(id) #(id) #{pane_id} ' \" \\ 😀\ttab";

    @Override
    SessionDriver driver(ShimLauncher over) throws IOException {
        return TmuxDriver.open(over, null);
    }

    @Override
    Streams streams() {
        return new Streams.Terminal(new TerminalSize(100, 30));
    }

    @Override
    String lineEnd() {
        return "\r\n";
    }

    /// The inner half of the shim outlives the outer one and sees the process killed.
    @Override
    void assertNoExitStatus(SessionExit exit) {
        assertThat(exit).isInstanceOfAny(SessionExit.Lost.class, SessionExit.Killed.class);
    }

    @Override
    void assertUnread(Sending sending) {
        assertThat(sending).isInstanceOfAny(Sending.Sent.class, Sending.Partly.class);
    }

    @Test
    void the_program_has_a_terminal_of_the_size_asked_for() throws Exception {
        SessionHandle handle = start("test -t 0 && test -t 1 && stty size");

        exit(handle);
        assertThat(output(handle)).isEqualTo("30 100\r\n");
    }

    @Test
    void a_resize_reaches_the_program_and_the_screen() throws Exception {
        SessionHandle handle = start("trap 'stty size' WINCH; echo ready; while :; do sleep 0.05; done");
        awaitOutput(handle, "ready");

        terminal(handle).resize(new TerminalSize(132, 43));

        awaitOutput(handle, "43 132");
        assertThat(tmux().screen(terminal(handle).tmuxSession()).lines()).hasSizeLessThanOrEqualTo(43);
    }

    @Test
    void a_terminal_that_is_found_again_keeps_its_size() throws Exception {
        SessionHandle before = start("echo ready; exec sleep 60");
        awaitOutput(before, "ready");
        terminal(before).resize(new TerminalSize(132, 43));
        before.close();
        tmux().kill(new Tmux.Screen(before.folder().sessionId(), null));

        restart();
        SessionHandle after = alive(before.persisted());

        await().untilAsserted(() ->
                assertThat(tmux().screen(after.folder().sessionId()).lines()).hasSize(43));
    }

    @Test
    void the_screen_shows_what_the_program_wrote() throws Exception {
        SessionHandle handle = start("printf 'one\\033[2;1Htwo 😀'; exec sleep 60");

        assertThat(terminal(handle).tmuxSession()).isEqualTo(handle.folder().sessionId());
        assertThat(terminal(handle).tmuxPane()).startsWith("%");
        await().untilAsserted(() ->
                assertThat(tmux().screen(handle.folder().sessionId())).startsWith("one\ntwo 😀\n"));
    }

    @Test
    void a_prompt_arrives_byte_for_byte_with_enter_behind_it() throws Exception {
        int length = ODD.getBytes(UTF_8).length + 1;
        Path got = data.resolve("got");
        SessionHandle handle = start("stty raw -echo; echo ready; head -c " + length + " >'" + got + "'");
        awaitOutput(handle, "ready");

        assertThat(terminal(handle).prompt(ODD)).isInstanceOf(Sending.Sent.class);

        exit(handle);
        assertThat(got).hasContent(ODD + "\r");
    }

    @Test
    void a_prompt_is_bracketed_where_the_program_asked_for_that() throws Exception {
        String expected = "\u001b[200~two\nlines\u001b[201~\r";
        Path got = data.resolve("got");
        SessionHandle handle =
                start("stty raw -echo; printf '\\033[?2004hready'; head -c " + expected.length() + " >'" + got + "'");
        await().untilAsserted(() ->
                assertThat(tmux().screen(handle.folder().sessionId())).contains("ready"));

        terminal(handle).prompt("two\nlines");

        exit(handle);
        assertThat(got).hasBinaryContent(expected.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30_000})
    void a_prompt_of_any_length_arrives_whole(int lines) throws Exception {
        String text = "0123456789 😀\n".repeat(lines);
        int length = text.getBytes(UTF_8).length + 1;
        Path got = data.resolve("got");
        SessionHandle handle = start("stty raw -echo; echo ready; head -c " + length + " >'" + got + "'");
        awaitOutput(handle, "ready");

        terminal(handle).prompt(text);

        exit(handle);
        assertThat(got).hasBinaryContent((text + "\r").getBytes(UTF_8));
    }

    @Test
    void keystrokes_and_prompts_arrive_while_somebody_scrolls_back() throws Exception {
        SessionHandle handle = start("stty -echo; echo ready; read a; echo got-$a; read b; echo got-$b");
        awaitOutput(handle, "ready");
        tmux("copy-mode", "-t", "=" + handle.folder().sessionId() + ":");

        handle.send("keys\r".getBytes(UTF_8), LONG);
        awaitOutput(handle, "got-keys");
        terminal(handle).prompt("prompt");

        exit(handle);
        assertThat(output(handle)).contains("got-prompt");
    }

    @Test
    void what_is_typed_on_the_screen_reaches_the_program() throws Exception {
        SessionHandle handle = start("stty -echo; echo ready; read a; echo got-$a");
        awaitOutput(handle, "ready");

        tmux("send-keys", "-t", "=" + handle.folder().sessionId() + ":", "-l", "typed");
        tmux("send-keys", "-t", "=" + handle.folder().sessionId() + ":", "Enter");

        awaitOutput(handle, "got-typed");
    }

    @Test
    void the_terminal_answers_what_the_program_asks() throws Exception {
        SessionHandle handle = start("stty raw -echo; printf '\\033[5;7H\\033[6n'; head -c 6 | tail -c 5");

        exit(handle);
        assertThat(output(handle)).endsWith("[5;7R");
    }

    @Test
    void a_killed_tmux_server_takes_nothing_with_it() throws Exception {
        SessionHandle handle = start("stty -echo; echo ready; read a; echo got-$a; read b; echo got-$b; exit 6");
        awaitOutput(handle, "ready");
        ProcFs procFs = ProcFs.system();
        var server = procFs.identity(tmux().serverPid().orElseThrow()).orElseThrow();

        ProcessTree.kill(server);
        await().until(() -> !procFs.alive(server));

        assertThat(handle.send("keys\r".getBytes(UTF_8), LONG)).isInstanceOf(Sending.Sent.class);
        awaitOutput(handle, "got-keys");
        terminal(handle).prompt("prompt");
        awaitOutput(handle, "got-prompt");
        assertThat(exit(handle))
                .isInstanceOfSatisfying(
                        SessionExit.Exited.class, end -> assertThat(end.code()).isEqualTo(6));
    }

    @Test
    void a_new_screen_does_not_answer_old_questions() throws Exception {
        SessionHandle handle = start("stty raw -echo; printf '\\033[6nasked'; head -c 6 >/dev/null; printf ready;"
                + " head -c 1 | od -An -c");
        awaitOutput(handle, "ready");

        tmux().kill(screen(handle));
        terminal(handle).prompt("");

        exit(handle);
        assertThat(output(handle)).containsPattern("askedready *\\\\r\\s*");
    }

    @Test
    void the_screen_goes_with_the_session() throws Exception {
        SessionHandle handle = start("exit 0");

        exit(handle);

        assertThat(tmux().pane(screen(handle))).isEmpty();
    }

    @Test
    void a_deep_data_directory_has_its_socket_elsewhere() throws Exception {
        Path deep = data.resolve("d".repeat(100));
        Files.createDirectory(deep);

        Path socket = TmuxSocket.in(deep);

        assertThat(socket.toString().length()).isLessThan(107);
        assertThat(TmuxSocket.in(deep)).isEqualTo(socket);
        Files.delete(socket.getParent());
    }

    @Test
    void an_interactive_shell_that_ignores_term_ends_within_the_grace() throws Exception {
        SessionHandle handle = started(plan(List.of("/bin/bash", "--norc", "-i"), Map.of("PS1", "ready")));
        awaitOutput(handle, "ready");
        handle.send("sleep 60 &\r".getBytes(UTF_8), LONG);

        assertThat(handle.stop(Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void ctrl_c_interrupts_what_runs_in_the_foreground() throws Exception {
        SessionHandle handle = start("echo ready; sleep 60; echo not reached");
        awaitOutput(handle, "ready");

        handle.send(new byte[] {3}, LONG);

        assertThat(exit(handle)).isInstanceOf(SessionExit.Killed.class);
    }

    @Test
    void tmux_needs_a_terminal() throws Exception {
        LaunchPlan plan =
                new LaunchPlan("s-none", List.of("/bin/true"), Map.of(), data.toRealPath(), new Streams.Merged(), true);

        assertThat(driver.start(plan)).isInstanceOf(StartResult.NotStarted.class);
    }

    @Test
    void a_screen_has_the_name_that_was_asked_for_and_is_found_again_by_it() throws Exception {
        SessionHandle handle = started(named("agent-claude-4f1c9a2b", "stty -echo; echo ready; read a; echo got-$a"));
        awaitOutput(handle, "ready");

        assertThat(terminal(handle).tmuxSession()).isEqualTo("agent-claude-4f1c9a2b");
        assertThat(terminal(handle).attachCommand()).endsWith("=agent-claude-4f1c9a2b");
        RecoverResult.Alive again = (RecoverResult.Alive) driver(launcher).recover(handle.persisted());
        assertThat(terminal(again.handle()).tmuxPane())
                .isEqualTo(terminal(handle).tmuxPane())
                .matches("%\\d+");
        terminal(again.handle()).prompt("named");
        awaitOutput(handle, "got-named");
        exit(handle);
        assertThat(tmux().pane(screen(handle))).isEmpty();
    }

    @Test
    void a_name_that_another_session_has_is_refused_and_that_session_left_alone() throws Exception {
        SessionHandle first = started(named("same", "exec sleep 60"));

        StartResult second = driver.start(named("same", "exec sleep 60"));

        assertThat(second)
                .isInstanceOfSatisfying(
                        StartResult.NotStarted.class,
                        refused -> assertThat(refused.why().code()).isEqualTo(ErrorCode.NAME_TAKEN));
        tmux().kill(new Tmux.Screen("s-somebody-else", "same"));
        assertThat(tmux().pane(screen(first))).isPresent();
    }

    @Test
    void on_a_tmux_server_that_people_use_their_settings_are_left_alone() throws Exception {
        Path socket = Files.createDirectories(data.resolve("people")).resolve("default");
        Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwx------"));
        people(socket, "-f", "/dev/null", "new-session", "-d", "-s", "theirs", "sleep 60");
        people(socket, "set-option", "-g", "status", "on");
        try {
            TmuxDriver shared = TmuxDriver.open(launcher, socket);
            StartResult result = shared.start(named("agent-1", "echo ready; exec sleep 60"));
            SessionHandle handle = ((StartResult.Started) result).handle();

            assertThat(people(socket, "list-sessions", "-F", "#{session_name}").lines())
                    .containsExactlyInAnyOrder("theirs", "agent-1");
            assertThat(people(socket, "show-options", "-g", "-v", "status").strip())
                    .isEqualTo("on");
            assertThat(terminal(handle).attachCommand())
                    .containsExactly("tmux", "-S", socket.toString(), "attach-session", "-t", "=agent-1");
            assertThat(shared.start(named("theirs", "true"))).isInstanceOf(StartResult.NotStarted.class);
            handle.stop(Duration.ZERO);
            exit(handle);
            assertThat(people(socket, "list-sessions", "-F", "#{session_name}").strip())
                    .isEqualTo("theirs");
        } finally {
            people(socket, "kill-session", "-t", "=theirs");
        }
    }

    @Test
    void an_end_is_known_though_tmux_hangs() throws Exception {
        SessionHandle handle = start("echo ready; read x; exit 5");
        awaitOutput(handle, "ready");
        long server = tmux().serverPid().orElseThrow();
        signal("STOP", server);
        try {
            handle.send("\n".getBytes(UTF_8), LONG);

            assertThat(handle.awaitExit(LONG))
                    .hasValueSatisfying(exit -> assertThat(exit)
                            .isInstanceOfSatisfying(
                                    SessionExit.Exited.class,
                                    end -> assertThat(end.code()).isEqualTo(5)));
        } finally {
            signal("CONT", server);
        }
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private LaunchPlan named(String name, String script) {
        LaunchPlan plan = plan(List.of("/bin/sh", "-c", script), Map.of());
        return new LaunchPlan(
                plan.sessionId(),
                plan.argv(),
                plan.environment(),
                plan.workingDirectory(),
                plan.streams(),
                plan.keepInputOpen(),
                name,
                null);
    }

    private static String people(Path socket, String... words) throws Exception {
        List<String> argv = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        argv.addAll(List.of(words));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static Tmux.Screen screen(SessionHandle handle) {
        return new Tmux.Screen(handle.folder().sessionId(), handle.persisted().terminalName());
    }

    private static TerminalAbilities terminal(SessionHandle handle) {
        return (TerminalAbilities) handle;
    }

    private Tmux tmux() {
        return ((TmuxDriver) driver).tmux();
    }

    private void tmux(String... words) throws Exception {
        List<String> argv =
                new ArrayList<>(List.of("tmux", "-S", TmuxSocket.in(data).toString()));
        argv.addAll(List.of(words));
        Process process = new ProcessBuilder(argv).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
