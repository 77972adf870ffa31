package dev.signalbox.api.core.gateway;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Keystrokes;
import dev.signalbox.schemas.state.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Typing into terminal sessions. A writer takes the keyboard by a command and then writes records with `seq` + 1
/// each, straight to the host; whoever takes over gets a higher epoch, and what the old one writes is dropped by
/// the host.
public final class Keyboards {
    private static final Duration NOT_AFTER = Duration.ofSeconds(30);
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final Gateway gateway;
    private final Views views;
    private final KeystrokeLog log;
    private final InstantSource clock;
    private final Map<Key, Lease> leases = new ConcurrentHashMap<>();

    private record Key(String namespace, String subject, String sessionId, String writer) {
        static Key of(Principal principal, String sessionId, String writer) {
            return new Key(principal.namespace(), principal.subject(), sessionId, writer);
        }
    }

    private static final class Lease {
        String holder = "";
        String hostId = "";
        long epoch;
        long seq;
        Instant used = Instant.EPOCH;

        @Nullable
        CompletableFuture<Void> last;
    }

    public Keyboards(Gateway gateway, Views views, KeystrokeLog log, InstantSource clock) {
        this.gateway = gateway;
        this.views = views;
        this.log = log;
        this.clock = clock;
    }

    /// What was written.
    public sealed interface Typed {
        /// @param done completes when the record is committed; a failure means that this is not known
        record Written(long epoch, long seq, CompletableFuture<Void> done) implements Typed {}

        /// The keyboard was not had; the answer says why.
        record NoKeyboard(Answer answer) implements Typed {}
    }

    /// Types.
    ///
    /// @param writer names who types: a connection, or a principal; its records keep their order
    /// @param takeover whether to take the keyboard from another one
    /// @throws dev.signalbox.api.core.RefusedException FORBIDDEN, or when the session cannot be typed into
    public Typed type(Principal principal, String sessionId, String writer, byte[] bytes, boolean takeover)
            throws InterruptedException {
        // Only taking the keyboard is a command: what is typed while it is held goes past the gateway.
        principal.require(Capability.INPUT);
        if (bytes.length == 0 || bytes.length > Keystrokes.MAX_BYTES) {
            throw Check.invalid("data", "must be 1 to " + Keystrokes.MAX_BYTES + " bytes");
        }
        Row<Session> row = views.get(principal.namespace(), Kind.SESSION, sessionId)
                .orElseThrow(() -> Views.missing(Kind.SESSION, "session"));
        Session session = row.entity();
        if (session.status().terminal()) {
            throw Refusal.of(ErrorCode.SESSION_ENDED, "the session has ended").asException();
        }
        if (!session.spec().interactive()) {
            throw Refusal.of(ErrorCode.NOT_INTERACTIVE, "the session has no terminal")
                    .hint("send prompts with POST …/inputs")
                    .asException();
        }
        forgetOld();
        Lease lease = leases.computeIfAbsent(Key.of(principal, sessionId, writer), _ -> new Lease());
        synchronized (lease) {
            if (lost(lease, row)) {
                Answer answer = acquire(principal, session, writer, lease, takeover);
                if (answer != null) {
                    return new Typed.NoKeyboard(answer);
                }
            }
            long seq = ++lease.seq;
            lease.used = clock.instant();
            var record = new Keystrokes(sessionId, lease.epoch, seq, lease.used.plus(NOT_AFTER), bytes);
            lease.last = log.append(lease.hostId, record);
            return new Typed.Written(lease.epoch, seq, lease.last);
        }
    }

    /// Gives the keyboard back, if the writer has it.
    public void release(Principal principal, String sessionId, String writer) throws InterruptedException {
        Lease lease = leases.remove(Key.of(principal, sessionId, writer));
        if (lease == null) {
            return;
        }
        String holder;
        synchronized (lease) {
            holder = lease.holder;
            lease.epoch = 0;
        }
        if (!holder.isEmpty()) {
            var _ = gateway.submit(principal, Gateway.Submission.of(new Command.ReleaseWriter(sessionId, holder)));
        }
    }

    /// How many writers are remembered, for metrics.
    public int writers() {
        return leases.size();
    }

    private static boolean lost(Lease lease, Row<Session> row) {
        var last = lease.last;
        var writer = row.entity().writer();
        // After a record whose fate is not known the next one would never be applied; a new epoch begins anew. An epoch
        // is the number of the event that granted it: if that is shown, and nobody has the keyboard, it was taken.
        return lease.epoch == 0
                || (last != null && last.isCompletedExceptionally())
                || (writer == null ? row.n() >= lease.epoch : writer.epoch() > lease.epoch);
    }

    /// The answer when the keyboard was not had, else null.
    private @Nullable Answer acquire(Principal principal, Session session, String writer, Lease lease, boolean takeover)
            throws InterruptedException {
        String hostId = session.hostId();
        if (hostId == null) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the session has no host yet")
                    .asException();
        }
        var present = session.writer();
        boolean own = present != null && present.principal().equals(principal.subject());
        // Another holder each time: an epoch is never shared by two counters of records.
        String holder = writer + "/" + Ids.TOKEN.mint();
        Answer answer = gateway.submit(
                principal, Gateway.Submission.of(new Command.AcquireWriter(session.id(), holder, takeover || own)));
        if (answer instanceof Answer.Decided(var outcome) && outcome.accepted() && outcome.number() != null) {
            lease.holder = holder;
            lease.hostId = hostId;
            lease.epoch = outcome.number();
            lease.seq = 0;
            lease.last = null;
            return null;
        }
        lease.epoch = 0;
        return answer;
    }

    private void forgetOld() {
        Instant old = clock.instant().minus(FORGOTTEN);
        for (Iterator<Lease> all = leases.values().iterator(); all.hasNext(); ) {
            Lease lease = all.next();
            if (lease.used.isBefore(old) && lease.used.isAfter(Instant.EPOCH)) {
                all.remove();
            }
        }
    }
}
