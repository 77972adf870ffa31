package dev.signalbox.host.driver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.host.process.EnvironmentMarker;
import dev.signalbox.host.process.ProcFs;
import dev.signalbox.host.process.ProcStat;
import dev.signalbox.host.process.ProcessIdentity;
import dev.signalbox.host.process.ProcessTree;
import dev.signalbox.host.process.Signal;
import dev.signalbox.host.process.Uptime;
import dev.signalbox.host.reporting.Contact;
import dev.signalbox.host.spool.SpoolReader;
import dev.signalbox.host.spool.Streams;
import dev.signalbox.schemas.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every driver must do, with real processes. It never skips.
abstract class DriverConformance {
    static final Duration LONG = Duration.ofSeconds(30);
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", System.getenv("PATH"), "HOME", "/tmp", "LANG", "C.UTF-8");

    private final ProcFs procFs = ProcFs.system();
    private final List<SessionHandle> handles = new ArrayList<>();
    private int sessions;

    @TempDir
    Path data;

    ShimLauncher launcher;
    SessionDriver driver;

    abstract SessionDriver driver(ShimLauncher over) throws IOException;

    abstract Streams streams();

    /// How the driver's terminal, if it has one, shows the end of a line that the process wrote.
    abstract String lineEnd();

    @BeforeEach
    void begin() throws IOException {
        launcher = ShimLauncher.open(data);
        driver = driver(launcher);
    }

    @AfterEach
    void endWhatWasStarted() throws Exception {
        for (SessionHandle handle : handles) {
            handle.stop(Duration.ZERO);
            handle.awaitExit(LONG);
        }
        launcher.close();
    }

    // starting and ending

    @Test
    void output_and_exit_code_of_a_program_are_kept() throws Exception {
        SessionHandle handle = start("echo hello; exit 7");

        assertThat(exit(handle)).isInstanceOfSatisfying(SessionExit.Exited.class, exited -> {
            assertThat(exited.code()).isEqualTo(7);
            assertThat(exited.endedAt()).isBetween(Instant.now().minusSeconds(30), Instant.now());
        });
        assertThat(output(handle)).isEqualTo("hello" + lineEnd());
    }

    @Test
    void a_signal_is_told_from_an_exit_code_that_looks_like_one() throws Exception {
        SessionHandle killed = start("kill -s KILL $$");
        SessionHandle exited = start("exit 137");

        assertThat(exit(killed))
                .isInstanceOfSatisfying(
                        SessionExit.Killed.class,
                        end -> assertThat(end.signal()).isEqualTo(Signal.KILL.number()));
        assertThat(exit(exited))
                .isInstanceOfSatisfying(
                        SessionExit.Exited.class, end -> assertThat(end.code()).isEqualTo(137));
    }

    @Test
    void every_byte_of_an_argument_and_a_variable_arrives() throws Exception {
        StringBuilder odd = new StringBuilder("-x '\"`$(id)#(id)\\ *?; Enter 😀é\u0001\u007f\u0081\u0088");
        odd.append("\n\n'\\''\t");
        Path argument = data.resolve("argument");
        Path variable = data.resolve("variable");
        SessionHandle handle = started(plan(
                List.of(
                        "/bin/sh",
                        "-c",
                        "printf %s \"$1\" >\"$2\"; printf %s \"$ODD\" >\"$3\"",
                        "sh",
                        odd.toString(),
                        argument.toString(),
                        variable.toString()),
                Map.of("PATH", "/usr/bin:/bin", "ODD", odd.toString())));

        exit(handle);
        assertThat(Files.readString(argument, UTF_8)).isEqualTo(odd.toString());
        assertThat(Files.readString(variable, UTF_8)).isEqualTo(odd.toString());
    }

    @Test
    void the_environment_is_the_given_one_and_the_marker() throws Exception {
        SessionHandle handle = started(plan(List.of("/usr/bin/env"), Map.of("ONE", "1")));

        exit(handle);
        assertThat(output(handle).split(lineEnd()))
                .containsExactlyInAnyOrder(
                        "ONE=1",
                        "PWD=" + data.toRealPath(),
                        "SIGNALBOX_SESSION=" + handle.folder().sessionId());
    }

    @Test
    void values_of_variables_do_not_stay_on_the_disk() throws Exception {
        SessionHandle handle = started(plan(List.of("/bin/sleep", "60"), Map.of("TOKEN", "canary-4711")));

        try (var files = Files.walk(data)) {
            assertThat(files.filter(Files::isRegularFile)).noneMatch(file -> contains(file, "canary-4711"));
        }
        assertThat(handle.look()).isInstanceOf(SessionState.Running.class);
    }

    @Test
    void a_program_that_cannot_be_executed_is_told_apart() throws Exception {
        Path program = Files.writeString(data.resolve("program"), "#!/no/such/interpreter\n");
        program.toFile().setExecutable(true);
        SessionHandle handle = started(plan(List.of(program.toString()), ENVIRONMENT));

        assertThat(exit(handle)).isInstanceOf(SessionExit.NotExecuted.class);
    }

    @Test
    void a_word_that_linux_would_not_take_is_refused_before_any_effect() throws Exception {
        LaunchPlan plan = plan(List.of("/bin/echo", "x".repeat(200_000)), ENVIRONMENT);

        assertThat(driver.start(plan)).isInstanceOfSatisfying(StartResult.NotStarted.class, refused -> {
            assertThat(refused.why().message()).startsWith("command[1] is longer");
        });
        assertThat(data.resolve("sessions").resolve(plan.sessionId())).doesNotExist();
    }

    @Test
    void a_session_is_started_once() throws Exception {
        LaunchPlan plan = plan(List.of("/bin/sleep", "60"), ENVIRONMENT);
        started(plan);

        assertThat(driver.start(plan)).isInstanceOf(StartResult.NotStarted.class);
    }

    // output

    @Test
    void fifty_megabytes_written_fast_arrive_exactly() throws Exception {
        Path copy = data.resolve("copy");
        SessionHandle handle = start("stty raw -echo 2>/dev/null; head -c 52428800 /dev/urandom | tee '" + copy + "'");

        MessageDigest seen = MessageDigest.getInstance("SHA-256");
        long length = follow(handle, chunk -> seen.update(chunk.bytes()));

        assertThat(length).isEqualTo(52_428_800);
        assertThat(HexFormat.of().formatHex(seen.digest())).isEqualTo(sha256(copy));
    }

    @Test
    void an_emoji_that_is_written_in_two_halves_is_whole() throws Exception {
        SessionHandle handle = start("printf '\\360\\237'; sleep 0.1; printf '\\230\\200'");

        assertThat(exit(handle)).isInstanceOf(SessionExit.Exited.class);
        assertThat(output(handle)).isEqualTo("😀");
    }

    @Test
    void output_can_be_read_from_any_byte() throws Exception {
        SessionHandle handle = start("printf 0123456789");
        exit(handle);

        try (SpoolReader reader = handle.output(7)) {
            assertThat(reader.poll()).hasValueSatisfying(chunk -> {
                assertThat(chunk.offset()).isEqualTo(7);
                assertThat(chunk.bytes()).asString(UTF_8).isEqualTo("789");
            });
        }
    }

    @Test
    void a_grandchild_that_keeps_the_output_open_does_not_hold_the_exit_back() throws Exception {
        SessionHandle handle = start("trap '' HUP; sleep 60 & exit 5");

        assertThat(handle.awaitExit(Duration.ofSeconds(10)))
                .hasValueSatisfying(exit -> assertThat(exit).isInstanceOf(SessionExit.Exited.class));
    }

    // input

    @Test
    void input_arrives_byte_for_byte() throws Exception {
        byte[] odd = "ends; -x Enter $(id) #(id) \u0003\u0004\u001b[A\u007f 😀\r\n\t;".getBytes(UTF_8);
        Path got = data.resolve("got");
        SessionHandle handle =
                start("stty raw -echo 2>/dev/null; echo ready; head -c " + odd.length + " >'" + got + "'");
        awaitOutput(handle, "ready");

        assertThat(handle.send(odd, LONG)).isInstanceOf(Sending.Sent.class);
        exit(handle);
        assertThat(got).hasBinaryContent(odd);
    }

    @Test
    void a_megabyte_of_input_arrives_whole() throws Exception {
        byte[] much = new byte[1024 * 1024];
        new Random(1).nextBytes(much);
        Path got = data.resolve("got");
        SessionHandle handle =
                start("stty raw -echo 2>/dev/null; echo ready; head -c " + much.length + " >'" + got + "'");
        awaitOutput(handle, "ready");

        assertThat(handle.send(much, LONG)).isInstanceOf(Sending.Sent.class);
        exit(handle);
        assertThat(got).hasBinaryContent(much);
    }

    @Test
    void input_that_nobody_reads_does_not_block_for_ever() throws Exception {
        SessionHandle handle = start("stty raw -echo 2>/dev/null; echo ready; exec sleep 60");
        awaitOutput(handle, "ready");

        Sending sending = handle.send(new byte[1024 * 1024], Duration.ofMillis(300));

        assertUnread(sending);
        assertThat(handle.look()).isInstanceOf(SessionState.Running.class);
    }

    /// A driver with a terminal may hold the bytes for the program.
    void assertUnread(Sending sending) {
        assertThat(sending).isInstanceOf(Sending.Partly.class);
    }

    // stopping

    @Test
    void a_program_may_end_by_itself_when_asked() throws Exception {
        SessionHandle handle = start("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        awaitOutput(handle, "ready");

        assertThat(handle.stop(Duration.ofSeconds(10))).isEmpty();

        assertThat(exit(handle))
                .isInstanceOfSatisfying(
                        SessionExit.Exited.class, end -> assertThat(end.code()).isEqualTo(3));
        assertThat(output(handle)).contains("bye");
    }

    @Test
    void whoever_ignores_signals_and_leaves_the_group_is_stopped_all_the_same() throws Exception {
        SessionHandle handle = start("trap '' TERM HUP; setsid sh -c 'trap \"\" TERM HUP; sleep 61 & sleep 62' &"
                + " (setsid sleep 63 &) ; echo ready; while :; do sleep 0.05; done");
        awaitOutput(handle, "ready");
        await().until(() -> processesOf(handle).size() >= 4);

        assertThat(handle.stop(Duration.ofMillis(300))).isEmpty();

        assertThat(processesOf(handle)).isEmpty();
        assertThat(exit(handle))
                .isInstanceOfSatisfying(
                        SessionExit.Killed.class,
                        end -> assertThat(end.signal()).isEqualTo(Signal.KILL.number()));
    }

    @Test
    void a_signal_reaches_the_group() throws Exception {
        SessionHandle handle = start("trap 'echo usr1' USR1; echo ready; while :; do sleep 0.05; done");
        awaitOutput(handle, "ready");

        assertThat(handle.signal(Signal.USR1)).isTrue();

        awaitOutput(handle, "usr1");
    }

    @Test
    void interrupts_are_not_ignored() throws Exception {
        SessionHandle handle = start("exec sleep 60");

        handle.signal(Signal.INT);

        assertThat(exit(handle))
                .isInstanceOfSatisfying(
                        SessionExit.Killed.class,
                        end -> assertThat(end.signal()).isEqualTo(Signal.INT.number()));
    }

    @Test
    void stopping_what_has_ended_does_nothing() throws Exception {
        SessionHandle handle = start("exit 0");
        exit(handle);

        assertThat(handle.stop(Duration.ofSeconds(5))).isEmpty();
        assertThat(handle.signal(Signal.TERM)).isFalse();
        assertThat(handle.send(new byte[] {1}, LONG)).isEqualTo(new Sending.NotSent(ErrorCode.SESSION_ENDED));
    }

    @Test
    void memory_and_processor_time_are_those_of_the_whole_session() throws Exception {
        SessionHandle handle = start("sleep 60 & sleep 60 & echo ready; wait");
        awaitOutput(handle, "ready");

        await().untilAsserted(() -> assertThat(handle.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.processes()).isEqualTo(3);
            assertThat(usage.residentBytes()).isGreaterThan(500_000);
        }));
    }

    // what outlives the host agent

    @Test
    void a_session_is_found_again_and_goes_on() throws Exception {
        SessionHandle before =
                start("stty -echo 2>/dev/null; echo ready; read x; echo got-$x; read y; echo got-$y; exit 4");
        awaitOutput(before, "ready");
        before.send("one\n".getBytes(UTF_8), LONG);
        awaitOutput(before, "got-one");

        before.close();
        restart();
        SessionHandle after = alive(before.persisted());
        after.send("two\n".getBytes(UTF_8), LONG);

        assertThat(exit(after))
                .isInstanceOfSatisfying(
                        SessionExit.Exited.class, end -> assertThat(end.code()).isEqualTo(4));
        assertThat(output(after)).contains("got-one", "got-two");
    }

    @Test
    void an_exit_in_the_absence_of_the_host_agent_is_known_afterwards() throws Exception {
        SessionHandle before = start("echo ready; read x; exit 3");
        awaitOutput(before, "ready");
        before.send("\n".getBytes(UTF_8), LONG);
        before.close();
        await().until(() -> before.folder().exit().isPresent());

        restart();

        assertThat(driver.recover(before.persisted())).isInstanceOfSatisfying(RecoverResult.Exited.class, found -> {
            assertThat(found.exit())
                    .isInstanceOfSatisfying(
                            SessionExit.Exited.class,
                            end -> assertThat(end.code()).isEqualTo(3));
        });
    }

    @Test
    void what_was_never_started_is_gone_and_stays_so() throws Exception {
        assertThat(driver.recover(new PersistedHandle(driver.name(), "s-never")))
                .isInstanceOf(RecoverResult.Gone.class);
    }

    @Test
    void a_session_without_its_shim_is_stopped_and_lost() throws Exception {
        SessionHandle handle = start("(setsid sleep 64 &); echo ready; exec sleep 60");
        awaitOutput(handle, "ready");
        ProcessIdentity shim = handle.folder().shim().orElseThrow();

        ProcessTree.kill(shim);
        await().until(() -> !procFs.alive(shim));

        Optional<SessionExit> exit = handle.awaitExit(Duration.ofSeconds(10));
        assertThat(exit).hasValueSatisfying(this::assertNoExitStatus);
        assertThat(processesOf(handle)).isEmpty();
        await().until(() -> handle.folder().holder().filter(procFs::alive).isEmpty());
    }

    /// A driver whose shim has a second half may still know that the process was killed.
    void assertNoExitStatus(SessionExit exit) {
        assertThat(exit).isInstanceOf(SessionExit.Lost.class);
    }

    @Test
    void a_session_from_before_a_reboot_is_lost() throws Exception {
        SessionHandle handle = start("exec sleep 60");
        Path pid = handle.folder().path().resolve("pid");
        Files.writeString(pid, Files.readString(pid).replace(procFs.bootId(), "another-boot"));
        Files.writeString(handle.folder().path().resolve("shim"), "1 1 another-boot\n");

        assertThat(driver.recover(handle.persisted())).isInstanceOfSatisfying(RecoverResult.Exited.class, found -> {
            assertThat(found.exit())
                    .isInstanceOfSatisfying(
                            SessionExit.Lost.class,
                            lost -> assertThat(lost.reason()).contains("restarted"));
        });
    }

    @Test
    void whoever_must_not_outlive_the_contact_is_ended_though_nobody_is_there_and_nobody_else_is() throws Exception {
        SessionHandle free;
        SessionHandle bound;
        SessionHandle stubborn;
        try (var _ = new KeptContact(new Contact(data))) {
            free = start("echo ready; exec sleep 60");
            bound = started(bound("(setsid sleep 61 &); echo ready; exec sleep 60", 6));
            stubborn = started(bound("trap '' TERM HUP; echo ready; while :; do sleep 1; done", 6));
            awaitOutput(bound, "ready");
            awaitOutput(stubborn, "ready");
            for (SessionHandle handle : handles) {
                handle.close();
            }
            launcher.close();
        }

        await().atMost(LONG).until(() -> processesOf(bound).isEmpty());
        assertThat(bound.folder().overdue()).isTrue();
        assertThat(processesOf(free)).isNotEmpty();
        assertThat(free.folder().overdue()).isFalse();
        await().atMost(Duration.ofSeconds(40)).until(() -> processesOf(stubborn).isEmpty());
        await().until(() ->
                bound.folder().exit().isPresent() && stubborn.folder().exit().isPresent());
        restart();
    }

    @Test
    void a_contact_that_is_kept_keeps_the_session() throws Exception {
        SessionHandle bound;
        try (var _ = new KeptContact(new Contact(data))) {
            bound = started(bound("echo ready; exec sleep 60", 6));
            awaitOutput(bound, "ready");
            Duration until = Uptime.now().plusSeconds(9);

            await().pollInterval(Duration.ofMillis(300))
                    .atMost(LONG)
                    .until(() -> Uptime.now().compareTo(until) > 0);
            assertThat(processesOf(bound)).isNotEmpty();
        }

        await().atMost(LONG).until(() -> processesOf(bound).isEmpty());
    }

    /// As a host agent in contact with the log; closing it begins the silence.
    private static final class KeptContact implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

        KeptContact(Contact contact) {
            contact.write(Uptime.now());
            clock.scheduleWithFixedDelay(() -> contact.write(Uptime.now()), 200, 200, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            clock.close();
        }
    }

    // given

    private LaunchPlan bound(String script, int seconds) {
        LaunchPlan plan = plan(List.of("/bin/sh", "-c", script), ENVIRONMENT);
        return new LaunchPlan(
                plan.sessionId(),
                plan.argv(),
                plan.environment(),
                plan.workingDirectory(),
                plan.streams(),
                true,
                null,
                Duration.ofSeconds(seconds));
    }

    LaunchPlan plan(List<String> argv, Map<String, String> environment) {
        return new LaunchPlan("s-test" + ++sessions, argv, environment, real(data), streams(), true);
    }

    SessionHandle start(String script) throws IOException {
        return started(plan(List.of("/bin/sh", "-c", script), ENVIRONMENT));
    }

    SessionHandle started(LaunchPlan plan) throws IOException {
        return switch (driver.start(plan)) {
            case StartResult.Started(var handle) -> {
                handles.add(handle);
                yield handle;
            }
            case StartResult.NotStarted(var why) -> throw new AssertionError(why.toString());
        };
    }

    void restart() throws IOException {
        launcher.close();
        launcher = ShimLauncher.open(data);
        driver = driver(launcher);
    }

    SessionHandle alive(PersistedHandle persisted) throws IOException {
        RecoverResult found = driver.recover(persisted);
        assertThat(found).isInstanceOf(RecoverResult.Alive.class);
        SessionHandle handle = ((RecoverResult.Alive) found).handle();
        handles.add(handle);
        return handle;
    }

    // when

    static SessionExit exit(SessionHandle handle) throws Exception {
        return handle.awaitExit(LONG).orElseThrow(() -> new AssertionError("still running"));
    }

    static long follow(SessionHandle handle, Consumer<SpoolReader.Chunk> each) throws Exception {
        try (SpoolReader reader = handle.output(0)) {
            while (true) {
                boolean ended = handle.look() instanceof SessionState.Ended;
                Optional<SpoolReader.Chunk> chunk = reader.next(ended ? Duration.ZERO : Duration.ofMillis(500));
                chunk.ifPresent(each);
                if (ended && chunk.isEmpty()) {
                    return reader.position();
                }
            }
        }
    }

    // then

    static String output(SessionHandle handle) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (SpoolReader reader = handle.output(0)) {
            for (var chunk = reader.poll(); chunk.isPresent(); chunk = reader.poll()) {
                all.writeBytes(chunk.get().bytes());
            }
        }
        return all.toString(UTF_8);
    }

    static void awaitOutput(SessionHandle handle, String text) {
        await().pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(output(handle)).contains(text));
    }

    static List<ProcStat> processesOf(SessionHandle handle) {
        EnvironmentMarker marker = new EnvironmentMarker(handle.folder().sessionId());
        ProcFs procFs = ProcFs.system();
        return procFs.processes().stream()
                .filter(stat -> procFs.carries(stat.pid(), marker))
                .toList();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, ISO_8859_1).contains(text);
        } catch (IOException _) {
            return false; // gone meanwhile
        }
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (var in = Files.newInputStream(file)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
