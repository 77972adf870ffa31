package dev.signalbox.host.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolReaderTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path data;

    private SpoolWatch watch;
    private SessionFolder folder;

    @BeforeEach
    void begin() throws IOException {
        watch = SpoolWatch.open();
        folder = SessionFolder.in(data, "s-1");
        folder.create();
    }

    @AfterEach
    void end() throws IOException {
        watch.close();
    }

    @Test
    void a_file_that_comes_later_is_followed_from_its_first_byte() throws Exception {
        try (SpoolReader reader = reader(0)) {
            assertThat(reader.poll()).isEmpty();
            append("abc");

            assertThat(text(next(reader))).isEqualTo("abc");
        }
    }

    @Test
    void chunks_are_bounded_and_gapless() throws Exception {
        byte[] all = new byte[SpoolReader.MAX_CHUNK * 2 + 17];
        Files.write(folder.out(), all);

        List<Integer> sizes = new ArrayList<>();
        try (SpoolReader reader = reader(5)) {
            long expected = 5;
            for (var chunk = reader.poll(); chunk.isPresent(); chunk = reader.poll()) {
                assertThat(chunk.get().offset()).isEqualTo(expected);
                expected = chunk.get().end();
                sizes.add(chunk.get().bytes().length);
            }
        }
        assertThat(sizes).containsExactly(SpoolReader.MAX_CHUNK, SpoolReader.MAX_CHUNK, 12);
    }

    @Test
    void a_waiting_reader_is_woken_by_the_first_byte() throws Exception {
        append("");
        List<Long> nanos = new ArrayList<>();
        try (SpoolReader reader = reader(0)) {
            for (int i = 0; i < 50; i++) {
                Thread writer = Thread.ofPlatform().start(() -> append(Long.toString(System.nanoTime())));
                long written = Long.parseLong(text(next(reader)));
                nanos.add(System.nanoTime() - written);
                writer.join();
            }
        }
        nanos.sort(null);
        assertThat(Duration.ofNanos(nanos.get(nanos.size() / 2))).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void without_inotify_bytes_are_found_all_the_same() throws Exception {
        try (SpoolWatch looking = SpoolWatch.unwatched();
                SpoolReader reader = new SpoolReader(folder.out(), 0, looking.bell(folder))) {
            assertThat(reader.next(LONG)).isEmpty();
            append("abc");

            assertThat(text(next(reader))).isEqualTo("abc");
        }
    }

    @Test
    void small_writes_are_gathered_behind_the_first() throws Exception {
        try (SpoolReader reader = reader(0)) {
            append("a");
            assertThat(text(next(reader))).isEqualTo("a");
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 2_000; i++) {
                    append("b");
                }
            });
            long begin = System.nanoTime();
            int chunks = 0;
            while (reader.position() < 2_001) {
                next(reader);
                chunks++;
            }
            writer.join();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(chunks - 1));
        }
    }

    @Test
    void waiting_ends_when_the_time_is_over() throws Exception {
        try (SpoolReader reader = reader(0)) {
            assertThat(reader.next(Duration.ofMillis(20))).isEmpty();
        }
    }

    @Test
    void the_tail_is_the_end_of_the_file() throws Exception {
        append("0123456789");

        assertThat(SpoolReader.tail(folder.out(), 3)).asString(UTF_8).isEqualTo("789");
        assertThat(SpoolReader.tail(folder.out(), 30)).asString(UTF_8).isEqualTo("0123456789");
        assertThat(SpoolReader.tail(folder.err(), 30)).isEmpty();
    }

    private SpoolReader reader(long from) throws IOException {
        return new SpoolReader(folder.out(), from, watch.bell(folder));
    }

    private static SpoolReader.Chunk next(SpoolReader reader) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < deadline) {
            var chunk = reader.next(LONG);
            if (chunk.isPresent()) {
                return chunk.get();
            }
        }
        throw new AssertionError("nothing came");
    }

    private static String text(SpoolReader.Chunk chunk) {
        return new String(chunk.bytes(), UTF_8);
    }

    private void append(String text) {
        try {
            Files.writeString(folder.out(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
