package dev.signalbox.host.assignment;

import dev.signalbox.host.kafka.TopicReader;
import dev.signalbox.host.keystroke.Keyboard;
import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.host.session.HostSessions;
import dev.signalbox.host.workspace.RepositoryWork;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.report.Report;
import java.io.IOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies what this host is told: each directive once, in order, and says when one is missing.
public final class Directives implements TopicReader.Handler {
    private static final Logger log = LoggerFactory.getLogger(Directives.class);

    private final HostSessions sessions;
    private final RepositoryWork repositories;
    private final Keyboard keyboard;
    private final Reporter reporter;
    private final PositionFile positions;
    private final FenceListener fence;
    private volatile long seq;

    /// Told which host agent is the one.
    @FunctionalInterface
    public interface FenceListener {
        void fenced(long incarnation, String instance);
    }

    public Directives(
            HostSessions sessions,
            RepositoryWork repositories,
            Keyboard keyboard,
            Reporter reporter,
            PositionFile positions,
            FenceListener fence) {
        this.sessions = sessions;
        this.repositories = repositories;
        this.keyboard = keyboard;
        this.reporter = reporter;
        this.positions = positions;
        this.seq = positions.written().seq();
        this.fence = fence;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> message) {
        DirectiveRecord directive;
        try {
            directive = Json.decode(message.value(), DirectiveRecord.class);
        } catch (MalformedException e) {
            log.atError()
                    .addKeyValue("topic", message.topic())
                    .addKeyValue("offset", message.offset())
                    .log("a directive cannot be read: {}", e.getMessage());
            return;
        }
        if (directive.seq() <= seq) {
            return;
        }
        if (directive.seq() != seq + 1) {
            reporter.tell(new Report.DirectiveGap(seq + 1, directive.seq()));
        }
        apply(directive);
        seq = directive.seq();
    }

    @Override
    public void batchDone(long nextOffset) {
        try {
            positions.write(new Position(seq, nextOffset));
            sessions.sweep();
        } catch (IOException e) {
            log.error("the position in the directives cannot be written: {}", e.getMessage());
        }
    }

    /// An inventory taken here, between two directives, says exactly up to which one it speaks. What is there is
    /// told again before it, since a report of it may be what was lost.
    private void inventory() {
        sessions.retellAll();
        reporter.tell(new Report.Inventory(seq, sessions.inventory(), sessions.done()));
    }

    private void apply(DirectiveRecord record) {
        Instant notAfter = record.notAfter();
        boolean expired = notAfter != null && reporter.clock().now().isAfter(notAfter);
        try {
            switch (record.directive()) {
                case Directive.Launch launch -> sessions.launch(launch, expired, record.seq());
                case Directive.Stop stop -> sessions.stop(stop);
                case Directive.DeliverInput input -> sessions.deliver(input, expired, record.seq());
                case Directive.Resize resize -> sessions.resize(resize);
                case Directive.InspectRepository wish -> repositories.inspect(wish);
                case Directive.AddWorktree wish -> repositories.add(wish, expired);
                case Directive.RemoveWorktree wish -> repositories.remove(wish, expired);
                case Directive.Measure measure -> sessions.measure(measure, expired);
                case Directive.GrantWriter(var sessionId, var epoch) -> {
                    sessions.grant(sessionId, epoch);
                    keyboard.grant(sessionId, epoch);
                }
                case Directive.Fence(var incarnation, var instance) -> fence.fenced(incarnation, instance);
                case Directive.TakeInventory _ -> inventory();
                case Directive.Forget(var sessionId) -> sessions.forget(sessionId, record.seq());
            }
        } catch (IOException | RuntimeException e) {
            log.error("a directive could not be applied: {}", e.toString());
            inventory();
        }
    }
}
