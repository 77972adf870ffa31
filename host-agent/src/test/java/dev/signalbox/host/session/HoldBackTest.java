package dev.signalbox.host.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.host.process.Signal;
import dev.signalbox.host.spool.SessionFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldBackTest {
    private static final long QUOTA = 1_000;

    @TempDir
    private Path directory;

    private final List<Signal> sent = new ArrayList<>();
    private SessionFolder folder;
    private long acked;

    @BeforeEach
    void create() throws IOException {
        folder = SessionFolder.in(directory, "s-aaaaaaaaaaaaaaaa");
        folder.create();
    }

    private HoldBack holdBack(boolean fresh) {
        return new HoldBack(
                folder,
                signal -> {
                    sent.add(signal);
                    return true;
                },
                () -> acked,
                QUOTA,
                fresh);
    }

    private void wrote(Path file, int bytes) throws IOException {
        Files.write(file, new byte[bytes]);
    }

    @Test
    void both_streams_together_count_for_the_quota_and_half_of_it_lets_go_on() throws IOException {
        HoldBack holdBack = holdBack(true);
        wrote(folder.out(), 600);
        holdBack.check();
        assertThat(sent).isEmpty();

        wrote(folder.err(), 600);
        holdBack.check();
        assertThat(sent).containsExactly(Signal.STOP);

        acked = 650;
        holdBack.check();
        assertThat(sent).hasSize(1);

        acked = 800;
        holdBack.check();
        holdBack.check();
        assertThat(sent).containsExactly(Signal.STOP, Signal.CONT);
    }

    @Test
    void one_that_an_earlier_agent_may_have_held_back_is_told_anew_what_it_is_to_do() throws IOException {
        holdBack(false).check();
        assertThat(sent).containsExactly(Signal.CONT);

        sent.clear();
        wrote(folder.out(), 2_000);
        holdBack(false).check();
        assertThat(sent).containsExactly(Signal.STOP);
    }

    @Test
    void one_that_is_to_be_stopped_goes_on_first_so_that_it_hears_of_it() throws IOException {
        HoldBack holdBack = holdBack(true);
        wrote(folder.out(), 2_000);
        holdBack.check();

        holdBack.release();
        holdBack.release();

        assertThat(sent).containsExactly(Signal.STOP, Signal.CONT);
    }
}
