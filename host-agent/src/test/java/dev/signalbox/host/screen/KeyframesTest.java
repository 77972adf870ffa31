package dev.signalbox.host.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.host.driver.LaunchPlan;
import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.driver.ShimLauncher;
import dev.signalbox.host.driver.StartResult;
import dev.signalbox.host.driver.TerminalAbilities;
import dev.signalbox.host.driver.TmuxDriver;
import dev.signalbox.host.spool.SessionFolder;
import dev.signalbox.host.spool.Streams;
import dev.signalbox.schemas.spec.TerminalSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a real terminal: what it shows behind a keyframe is what it shows behind all the bytes.
class KeyframesTest {
    private static final Keyframes.Pace OFTEN = new Keyframes.Pace(2_000, Duration.ZERO, Duration.ofMillis(100));
    private static final String E = "\u001b";

    @TempDir
    Path data;

    private ShimLauncher launcher;
    private SessionHandle handle;
    private TerminalAbilities terminal;
    private final List<Frame> frames = new ArrayList<>();

    private record Frame(byte[] screen, long at) {}

    @BeforeEach
    void start() throws Exception {
        launcher = ShimLauncher.open(data);
    }

    @AfterEach
    void stop() throws Exception {
        if (handle != null) {
            handle.stop(Duration.ZERO);
            handle.awaitExit(Duration.ofSeconds(20));
        }
        launcher.close();
    }

    @Test
    void keyframes_and_what_follows_show_what_all_the_bytes_show() throws Exception {
        byte[] all = program(7, 400);
        begin(all);
        Keyframes keyframes = keyframes(0);
        shipInPieces(keyframes, all, 0, all.length);

        assertThat(frames).hasSizeGreaterThanOrEqualTo(3);
        for (Frame frame : List.of(frames.getFirst(), frames.get(frames.size() / 2), frames.getLast())) {
            assertShowsTheSame(frame, all.length);
        }
    }

    @Test
    void a_later_host_agent_goes_on_where_the_earlier_one_was() throws Exception {
        byte[] all = program(11, 400);
        begin(all);
        int half = all.length / 2;
        shipInPieces(keyframes(0), all, 0, half);
        int before = frames.size();
        assertThat(before).isPositive();

        shipInPieces(keyframes(half), all, half, all.length);

        assertThat(frames.size()).isGreaterThan(before);
        assertShowsTheSame(frames.getLast(), all.length);
    }

    @Test
    void a_program_on_the_alternate_screen_leaves_the_main_one_as_it_was() throws Exception {
        byte[] all = (lines(50) + "prompt$ vi" + E + "[?1049h" + E + "[H" + E + "[2J~~~" + E + "[5;7H" + E + "[?25l"
                        + "x")
                .getBytes(StandardCharsets.UTF_8);
        begin(concat(all, (E + "[?25h" + E + "[?1049l" + " and back").getBytes(StandardCharsets.UTF_8)));
        Keyframes keyframes = keyframes(0);
        keyframes.shipped(all, all.length);
        look(keyframes, Duration.ofSeconds(20));
        Frame frame = frames.getLast();

        assertThat(text(frame.screen())).contains(E + "[?25l").contains("line 49");
        assertShowsTheSame(frame, all.length);
        assertShowsTheSame(frame, Files.size(handle.folder().out()));
    }

    private void assertShowsTheSame(Frame frame, long end) throws Exception {
        assertThat(terminal.shown(frame.screen(), frame.at(), end))
                .as("behind the keyframe at %d", frame.at())
                .isEqualTo(terminal.shown(new byte[0], 0, end));
    }

    private Keyframes keyframes(long from) throws Exception {
        return new Keyframes(terminal, handle.folder(), OFTEN, (screen, at) -> frames.add(new Frame(screen, at)), from);
    }

    private void shipInPieces(Keyframes keyframes, byte[] all, int from, int to) throws Exception {
        Random random = new Random(from);
        int at = from;
        while (at < to) {
            int next = Math.min(to, at + 1 + random.nextInt(3_000));
            keyframes.shipped(Arrays.copyOfRange(all, at, next), next);
            at = next;
            if (random.nextInt(4) == 0) {
                look(keyframes, Duration.ofSeconds(2));
            }
        }
        look(keyframes, Duration.ofSeconds(2));
    }

    /// Until there is a keyframe; a piece that ends in the middle of something makes none.
    private void look(Keyframes keyframes, Duration patience) {
        int before = frames.size();
        try {
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(patience)
                    .until(() -> {
                        keyframes.look();
                        return frames.size() > before;
                    });
        } catch (ConditionTimeoutException _) {
            // None can be made here, or none yet; what there is must be right.
        }
    }

    /// A session whose terminal has put out exactly these bytes.
    private void begin(byte[] bytes) throws Exception {
        Path file = Files.write(data.resolve("bytes"), bytes);
        LaunchPlan plan = new LaunchPlan(
                "s-keyframes",
                List.of("/bin/sh", "-c", "stty raw -echo; cat " + file + "; exec sleep 60"),
                Map.of("PATH", System.getenv("PATH")),
                data.toRealPath(),
                new Streams.Terminal(new TerminalSize(80, 24)),
                true);
        handle = ((StartResult.Started) TmuxDriver.open(launcher, null).start(plan)).handle();
        terminal = (TerminalAbilities) handle;
        await().until(() -> SessionFolder.length(handle.folder().out()) == bytes.length);
    }

    /// Colours, lines, jumps, regions, erasures: whatever a program does.
    private static byte[] program(long seed, int parts) {
        Random random = new Random(seed);
        StringBuilder all = new StringBuilder(lines(30));
        for (int i = 0; i < parts; i++) {
            switch (random.nextInt(8)) {
                case 0 ->
                    all.append(E).append('[').append(30 + random.nextInt(8)).append(";1m");
                case 1 -> all.append(E).append("[0m");
                case 2 ->
                    all.append(E)
                            .append('[')
                            .append(1 + random.nextInt(24))
                            .append(';')
                            .append(1 + random.nextInt(70))
                            .append('H')
                            .append("at ")
                            .append(i);
                case 3 -> all.append(E).append("[5;20r").append(E).append("[20;1H\r\n\r\n");
                case 4 -> all.append(E).append("[r").append(E).append("[24;1H");
                case 5 -> all.append(lines(random.nextInt(20)));
                case 6 ->
                    all.append("größe 🚂 ")
                            .append("x".repeat(random.nextInt(200)))
                            .append("\r\n");
                default ->
                    all.append(E)
                            .append("[?2004h")
                            .append(E)
                            .append("[1K")
                            .append("more ")
                            .append(i);
            }
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("line ").append(i).append(" of ").append(count).append("\r\n");
        }
        return lines.toString();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
