package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Sse;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
final class SessionOutputTest {
    private Stage stage;
    private HostPart host;
    private final String id = Ids.SESSION.mint();

    @BeforeEach
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(kafka, directory);
        host = stage.host();
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private Session running() throws Exception {
        Session session = Entities.running(id, host.hostId(), false, stage.decider.cause());
        long n = stage.decider.change(
                stage.namespace, Change.of(session, new Event.SessionRequested("a", session.spec(), null, null)));
        seen(n);
        return session;
    }

    private void seen(long n) throws Exception {
        var cursor = new dev.signalbox.api.core.cursor.Cursor.State(stage.namespace, n).encode();
        var answer = stage.send(stage.request("/v1/sessions/" + id)
                .header("If-At-Least", cursor)
                .GET());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private void ended(Session session) {
        long out = host.length(id, Stream.OUT);
        long err = host.length(id, Stream.ERR);
        var ended = Entities.ended(session, 0, out, err, stage.decider.cause());
        stage.decider.change(stage.namespace, Change.of(ended, new Event.SessionEnded(ended.status(), ended.end())));
    }

    private Sse output(String query, String... headers) throws Exception {
        var request = stage.request("/v1/sessions/" + id + "/output" + query);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return Sse.open(stage.client, request);
    }

    private static byte[] bytes(List<Sse.Event> events) {
        var bytes = new ByteArrayOutputStream();
        events.stream()
                .filter(e -> e.name().equals("output"))
                .forEach(e -> bytes.writeBytes(
                        Base64.getDecoder().decode(e.data().get("data").asText())));
        return bytes.toByteArray();
    }

    @Test
    void a_started_session_is_answered_with_its_state_and_a_cursor() throws Exception {
        stage.decider.decide((command, cause) -> {
            var start = (Command.StartSession) command.command();
            var session = Entities.requested(start.sessionId(), start.spec(), cause);
            return Decision.accept(
                    session.ref(), Change.of(session, new Event.SessionRequested("a", session.spec(), null, null)));
        });

        var answer =
                stage.post("/v1/sessions", Map.of("provider", "command", "command", List.of("bash", "-c", "echo hi")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().get("status").asText()).isEqualTo("REQUESTED");
        assertThat(answer.header("Location"))
                .isEqualTo("/v1/sessions/" + answer.json().get("id").asText());
        assertThat(answer.header("Signalbox-Cursor")).isNotBlank();
        var again = stage.get(answer.header("Location"));
        assertThat(again.json()).isEqualTo(answer.json());
    }

    @Test
    void output_is_streamed_from_the_beginning_to_the_end_of_the_session() throws Exception {
        Session session = running();
        byte[] all = new byte[300_000];
        new Random(1).nextBytes(all);
        host.bytes(id, Stream.OUT, all);
        try (var sse = output("")) {
            assertThat(sse.status).isEqualTo(200);
            var first = sse.untilNamed("caught_up");
            host.item(id, new Item.Text("done"));
            host.bytes(id, Stream.ERR, "warned\n".getBytes(StandardCharsets.UTF_8));
            host.end(id);
            ended(session);
            var rest = sse.untilNamed("end");
            assertThat(bytes(first)).isEqualTo(all);
            assertThat(rest).extracting(Sse.Event::name).containsExactly("item", "output", "end");
            assertThat(rest.getLast().data().get("complete").asBoolean()).isTrue();
            assertThat(rest.getLast().data().get("exitCode").asInt()).isZero();
            assertThat(sse.next()).isNull();
        }
    }

    @Test
    void a_stream_resumes_behind_its_cursor_on_another_node() throws Exception {
        running();
        byte[] all = new byte[500_000];
        new Random(2).nextBytes(all);
        host.bytes(id, Stream.OUT, all);
        var head = new ByteArrayOutputStream();
        String cursor;
        try (var sse = output("")) {
            var events = sse.until(e -> e.data().path("seq").asInt() == 3);
            head.writeBytes(bytes(events));
            cursor = events.getLast().id();
        }
        var other = stage.node(Map.of());
        org.awaitility.Awaitility.await().until(() -> other.problems().isEmpty());

        var request = java.net.http.HttpRequest.newBuilder(Stage.uri(other, "/v1/sessions/" + id + "/output"))
                .header("Authorization", "Bearer " + stage.token)
                .header("Last-Event-ID", cursor);
        try (var sse = Sse.open(stage.client, request)) {
            head.writeBytes(bytes(sse.untilNamed("caught_up")));
        }

        assertThat(head.toByteArray()).isEqualTo(all);
    }

    @Test
    void a_stream_begins_at_a_byte_at_a_time_or_at_the_end() throws Exception {
        running();
        host.bytes(id, Stream.OUT, "0123456789".getBytes(StandardCharsets.UTF_8));
        host.bytes(id, Stream.OUT, "abcdef".getBytes(StandardCharsets.UTF_8));
        try (var sse = output("?follow=false&fromByte=7&encoding=text")) {
            var events = sse.untilNamed("caught_up");
            assertThat(events.getFirst().data().get("byte").asInt()).isEqualTo(7);
            assertThat(text(events)).isEqualTo("789abcdef");
        }
        try (var sse = output("?follow=false&since=2000-01-01T00:00:00Z&encoding=text")) {
            assertThat(text(sse.untilNamed("caught_up"))).isEqualTo("0123456789abcdef");
        }
        try (var sse = output("?follow=false&since=2100-01-01T00:00:00Z&encoding=text")) {
            assertThat(text(sse.untilNamed("caught_up"))).isEmpty();
        }
        try (var sse = output("?from=end&encoding=text")) {
            assertThat(text(sse.untilNamed("caught_up"))).isEmpty();
            host.bytes(id, Stream.OUT, "new".getBytes(StandardCharsets.UTF_8));
            assertThat(text(sse.untilNamed("output"))).isEqualTo("new");
        }
    }

    @Test
    void text_has_whole_characters_even_where_a_record_ends_in_the_middle_of_one() throws Exception {
        running();
        byte[] all = "a\uD83D\uDE80b\u00e9\r\nevent: forged\n\ndata: x\u2028\0".getBytes(StandardCharsets.UTF_8);
        for (byte one : all) {
            host.bytes(id, Stream.OUT, new byte[] {one});
        }
        try (var sse = output("?follow=false&encoding=text")) {
            var events = sse.untilNamed("caught_up");
            assertThat(text(events)).isEqualTo(new String(all, StandardCharsets.UTF_8));
            assertThat(events).extracting(Sse.Event::name).containsOnly("output", "caught_up");
        }
    }

    private static String text(List<Sse.Event> events) {
        var text = new StringBuilder();
        events.stream()
                .filter(e -> e.name().equals("output"))
                .forEach(e -> text.append(e.data().get("text").asText()));
        return text.toString();
    }

    private Stage.Answer raw(String query, String range) throws Exception {
        var request =
                stage.request("/v1/sessions/" + id + "/output" + query).header("Accept", "application/octet-stream");
        return stage.send(range == null ? request : request.header("Range", range));
    }

    @Test
    void bytes_come_raw_as_a_whole_and_by_range() throws Exception {
        Session session = running();
        byte[] all = new byte[400_000];
        new Random(4).nextBytes(all);
        host.bytes(id, Stream.OUT, all);
        host.bytes(id, Stream.ERR, "warned".getBytes(StandardCharsets.UTF_8));

        assertThat(raw("", null).raw()).isEqualTo(all);
        assertThat(new String(raw("?stream=err", null).raw(), StandardCharsets.UTF_8))
                .isEqualTo("warned");
        var live = raw("", "bytes=70000-70009");
        assertThat(live.status()).isEqualTo(206);
        assertThat(live.header("Content-Range")).isEqualTo("bytes 70000-70009/*");
        assertThat(live.raw()).isEqualTo(java.util.Arrays.copyOfRange(all, 70_000, 70_010));

        host.end(id);
        ended(session);
        seen(stage.decider.n(stage.namespace));
        var whole = raw("", null);
        assertThat(whole.header("Content-Length")).isEqualTo("400000");
        assertThat(whole.raw()).isEqualTo(all);
        var tail = raw("", "bytes=-100");
        assertThat(tail.header("Content-Range")).isEqualTo("bytes 399900-399999/400000");
        assertThat(tail.raw()).isEqualTo(java.util.Arrays.copyOfRange(all, 399_900, 400_000));
        assertThat(raw("", "bytes=400000-").status()).isEqualTo(416);
        assertThat(raw("", "bytes=9-3").status()).isEqualTo(200);
    }

    @Test
    void what_an_older_host_agent_still_writes_behind_a_fence_is_not_seen() throws Exception {
        running();
        host.bytes(id, Stream.OUT, "one ".getBytes(StandardCharsets.UTF_8));
        try (var sse = output("?encoding=text")) {
            var before = sse.untilNamed("caught_up");
            host.fence(2);
            host.send(new dev.signalbox.schemas.output.OutputRecord(
                    id,
                    2,
                    dev.signalbox.schemas.output.OutputRecord.Kind.BYTES,
                    Stream.OUT,
                    4,
                    1,
                    "zombie".getBytes(StandardCharsets.UTF_8)));
            host.bytes(id, Stream.OUT, "two".getBytes(StandardCharsets.UTF_8));
            assertThat(text(before) + text(sse.untilNamed("output"))).isEqualTo("one two");
        }
        try (var sse = output("?follow=false&encoding=text")) {
            assertThat(text(sse.untilNamed("caught_up"))).isEqualTo("one two");
        }
    }

    @Test
    void a_stream_of_a_session_that_has_no_host_yet_waits_for_it() throws Exception {
        var requested = Entities.requested(id, Entities.spec(false), stage.decider.cause());
        seen(stage.decider.change(
                stage.namespace, Change.of(requested, new Event.SessionRequested("a", requested.spec(), null, null))));
        try (var sse = output("?encoding=text")) {
            running();
            host.bytes(id, Stream.OUT, "there".getBytes(StandardCharsets.UTF_8));
            assertThat(text(sse.untilNamed("output"))).isEqualTo("there");
        }
    }

    @Test
    void a_character_that_is_cut_by_a_break_of_a_stream_of_text_comes_whole_behind_it() throws Exception {
        running();
        byte[] smile = "😀".getBytes(StandardCharsets.UTF_8);
        host.bytes(id, Stream.OUT, java.util.Arrays.copyOf(smile, 3));
        String last;
        try (var sse = output("?encoding=text")) {
            last = sse.untilNamed("caught_up").getLast().id();
        }
        host.bytes(id, Stream.OUT, java.util.Arrays.copyOfRange(smile, 3, 4));
        try (var sse = output("?encoding=text&follow=false&from=" + last)) {
            assertThat(text(sse.untilNamed("caught_up"))).isEqualTo("😀");
        }
    }
}
