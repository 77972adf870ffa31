package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.feed.LogPartition;
import dev.signalbox.api.core.feed.LogSource;
import dev.signalbox.api.core.feed.OutputFeeds;
import dev.signalbox.api.core.feed.PartitionTail;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.http.Credentials;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.StateRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A subscription outlives what goes wrong under it.
final class AgentFollowerTest {
    private static final Cause CAUSE =
            new Cause(Cause.Kind.COMMAND, "c", "c", null, "commands", 0, 0, Instant.EPOCH, null);

    private final Views views = new Views();
    private final Log log = new Log();
    private final Client client = new Client();
    private final ApiCore core =
            new ApiCore(views, null, null, null, new OutputFeeds(views, log, 1024), null, null, null, null, null, null);
    private AgentFollower follower;
    private long n;

    @AfterEach
    void end() throws InterruptedException {
        follower.close();
    }

    private Session shows(Session session) {
        var record = new StateRecord("default", ++n, session);
        views.apply(record, Json.encode(record));
        views.whole();
        return session;
    }

    private Session running(String id) {
        return shows(Entities.running(id, "h-1", false, CAUSE));
    }

    private void agentChanges() {
        var profile = new AgentProfile("worker", AgentKind.AI, "command", "worker", Map.of(), Map.of());
        var agent = new Agent("a-implicitagent222", profile, 1, null, "session-2", CAUSE.at(), CAUSE.at(), CAUSE);
        var record = new StateRecord("default", ++n, agent);
        views.apply(record, Json.encode(record));
        views.whole();
    }

    private void ends(Session session) {
        shows(Entities.ended(session, 0, 0, 0, CAUSE));
    }

    private void follow(Session newest) throws InterruptedException {
        follower = new AgentFollower(core, new Directory(core), client, "a-implicitagent222", newest, () -> false);
        follower.takePlace();
    }

    @Test
    void a_log_that_is_away_for_a_moment_is_waited_for() throws Exception {
        Session session = running("session-1");
        log.away = 2;
        follow(session);
        follower.start();

        ends(session);

        assertThat(client.next().path("type").asText()).isEqualTo("exit");
    }

    @Test
    void a_session_that_begins_beside_the_subscription_is_told_from_its_beginning() throws Exception {
        follow(null);
        assertThat(follower.hasSession()).isFalse();
        ends(running("session-1"));

        follower.start();

        assertThat(client.next().path("type").asText()).isEqualTo("exit");
    }

    @Test
    void a_session_that_is_not_kept_any_more_costs_the_next_one_nothing() throws Exception {
        Session session = running("session-1");
        follow(session);
        follower.start();
        views.remove("default", session.ref(), ++n);
        views.whole();
        assertThat(client.next().path("error").asText()).isNotEmpty();

        ends(running("session-2"));
        agentChanges();

        assertThat(client.next().path("type").asText()).isEqualTo("exit");
    }

    /// An empty log, which is away when it is asked the next so many times.
    private static final class Log implements LogSource<OutputRecord> {
        private final PartitionTail<OutputRecord> tail = new PartitionTail<>(1024);
        private volatile int away;

        @Override
        public Bounds bounds(LogPartition partition) {
            if (away > 0) {
                away--;
                throw new LogAwayException("a test");
            }
            return new Bounds(new UUID(1, 1), 0, 0);
        }

        @Override
        public OptionalLong offsetAt(LogPartition partition, Instant time) {
            return OptionalLong.empty();
        }

        @Override
        public Slice<OutputRecord> read(
                LogPartition partition, long from, String key, long maxBytes, Duration patience) {
            return new Slice<>(List.of(), 0, true);
        }

        @Override
        public PartitionTail<OutputRecord> tail(LogPartition partition) {
            tail.open(0);
            return tail;
        }

        @Override
        public void release(LogPartition partition) {}
    }

    private static final class Client implements WsPeer {
        private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

        JsonNode next() throws InterruptedException {
            String text = sent.poll(20, TimeUnit.SECONDS);
            assertThat(text).isNotNull();
            try {
                return Json.mapper().readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Principal principal() {
            return Principal.ANYBODY;
        }

        @Override
        public boolean known() {
            return true;
        }

        @Override
        public void introduce(Principal principal) {}

        @Override
        public Credentials credentials() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String path() {
            return "/ws";
        }

        @Override
        public void send(String text) {
            sent.add(text);
        }

        @Override
        public void send(byte[] bytes) {}

        @Override
        public void send(byte[] head, byte[] rest) {}

        @Override
        public void close(int code, String reason) {}
    }
}
