package dev.signalbox.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedKeysTest {
    private static RSAKey one;
    private static RSAKey two;
    private volatile Instant now = Instant.parse("2026-11-20T09:00:00Z");
    private volatile String published = "";
    private boolean away;
    private volatile int fetched;
    private final FetchedKeys keys = new FetchedKeys(
            () -> {
                fetched++;
                if (away) {
                    throw new IOException("no route");
                }
                return published;
            },
            () -> now);

    @BeforeAll
    static void makeKeys() throws Exception {
        one = Jwts.key("one");
        two = Jwts.key("two");
    }

    @Test
    void are_fetched_once_and_kept_for_a_while() {
        published = Jwts.jwks(one);

        for (int i = 0; i < 100; i++) {
            assertThat(keys.key("one")).isPresent();
        }
        assertThat(fetched).isEqualTo(1);

        now = now.plus(Duration.ofMinutes(11));
        assertThat(keys.key("one")).isPresent();
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    void a_new_key_is_found_when_a_token_names_it_but_invented_ones_cost_little() {
        published = Jwts.jwks(one);
        assertThat(keys.key("one")).isPresent();
        published = Jwts.jwks(one, two);
        now = now.plusSeconds(31);

        assertThat(keys.key("two")).isPresent();
        for (int i = 0; i < 100; i++) {
            assertThat(keys.key("invented-" + i)).isEmpty();
        }
        assertThat(fetched).isEqualTo(2);
        now = now.plusSeconds(30);
        assertThat(keys.key("invented")).isEmpty();
        assertThat(fetched).isEqualTo(3);
    }

    @Test
    void go_on_being_used_while_the_issuer_is_away_but_not_for_ever() {
        published = Jwts.jwks(one);
        assertThat(keys.key("one")).isPresent();
        away = true;

        now = now.plus(Duration.ofHours(23));
        assertThat(keys.key("one")).isPresent();
        now = now.plus(Duration.ofHours(2));
        assertThatThrownBy(() -> keys.key("one")).isInstanceOf(JwtKeys.KeysAwayException.class);
    }

    @Test
    void that_were_never_had_are_away_and_asked_for_again_a_second_later() {
        away = true;
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> keys.key("one")).isInstanceOf(JwtKeys.KeysAwayException.class);
        }
        assertThat(fetched).isEqualTo(1);
        away = false;
        published = Jwts.jwks(one);
        now = now.plusSeconds(1);

        assertThat(keys.key("one")).isPresent();
        assertThat(keys.key(null)).as("the only one").isPresent();
    }

    @Test
    void a_token_that_names_none_will_not_do_where_there_are_several() {
        published = Jwts.jwks(one, two);

        assertThat(keys.key(null)).isEmpty();
    }

    @Test
    void come_from_a_file_or_an_address(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("jwks.json"), Jwts.jwks(one));
        assertThat(new FetchedKeys(JwksSources.file(file), () -> now).key("one"))
                .isPresent();

        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = Jwts.jwks(two).getBytes(StandardCharsets.UTF_8);
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
            assertThat(new FetchedKeys(JwksSources.url(url, Duration.ofSeconds(5)), () -> now).key("two"))
                    .isPresent();
            URI missing = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/none");
            assertThatThrownBy(() ->
                            new FetchedKeys(JwksSources.url(missing, Duration.ofSeconds(5)), () -> now).key("two"))
                    .isInstanceOf(JwtKeys.KeysAwayException.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_server_that_never_answers_holds_nobody_for_long() throws Exception {
        try (var silent = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var source = JwksSources.url(
                    URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"), Duration.ofMillis(300));

            assertThatThrownBy(source::fetch).isInstanceOf(IOException.class);
        }
    }

    @Test
    void are_not_fetched_in_the_clear_from_elsewhere() {
        assertThatThrownBy(() -> JwksSources.url(URI.create("http://issuer.test/jwks"), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void while_one_fetches_the_others_use_what_they_have() throws Exception {
        var asked = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        var slow = new FetchedKeys(
                () -> {
                    if (fetched++ > 0) {
                        asked.countDown();
                        held(answered);
                    }
                    return published;
                },
                () -> now);
        published = Jwts.jwks(one);
        assertThat(slow.key("one")).isPresent();
        now = now.plus(Duration.ofMinutes(11));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> slow.key("one"));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(threads.submit(() -> slow.key("one")).get(10, TimeUnit.SECONDS))
                    .isPresent();
            published = Jwts.jwks(one, two);
            var named = threads.submit(() -> slow.key("two"));
            assertThat(first.isDone()).isFalse();
            answered.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS)).isPresent();
            assertThat(named.get(20, TimeUnit.SECONDS))
                    .as("waits, for the key is not known")
                    .isPresent();
        }
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    void all_who_wait_for_the_first_keys_take_what_comes_of_one_fetch() throws Exception {
        var answered = new CountDownLatch(1);
        var silent = new FetchedKeys(
                () -> {
                    fetched++;
                    held(answered);
                    throw new IOException("no answer");
                },
                () -> now);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(Thread.ofPlatform()
                    .start(() ->
                            assertThatThrownBy(() -> silent.key("one")).isInstanceOf(JwtKeys.KeysAwayException.class)));
        }
        await().until(() -> all.stream().allMatch(FetchedKeysTest::waits));
        now = now.plusSeconds(5);
        answered.countDown();
        for (Thread waiting : all) {
            waiting.join();
        }
        assertThat(fetched).isEqualTo(1);
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static void held(CountDownLatch until) throws IOException {
        try {
            assertThat(until.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_server_that_trickles_is_left_when_the_time_is_over() throws Exception {
        var left = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                while (true) {
                    out.write(' ');
                    out.flush();
                    await().pollDelay(Duration.ofMillis(20)).until(() -> true);
                }
            } catch (IOException e) {
                left.countDown();
            }
        });
        server.start();
        try {
            var source = JwksSources.url(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), Duration.ofMillis(300));

            assertThatThrownBy(source::fetch).isInstanceOf(IOException.class);
            assertThat(left.await(10, TimeUnit.SECONDS))
                    .as("the exchange is ended")
                    .isTrue();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void more_than_keys_need_is_not_read() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                out.write(new byte[1024 * 1024]);
            }
        });
        server.start();
        try {
            var source = JwksSources.url(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), Duration.ofSeconds(5));

            assertThatThrownBy(source::fetch).isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }
}
