package dev.signalbox.e2e.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.SeparateNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a dialect is asked for what all of them have. A dialect describes itself by this once, and is held to it by
/// [DialectConformance] and [StreamConformance].
public interface Spoken {
    /// `elemental` …; its prefix on the main listener.
    String name();

    /// Starts a session that can be watched.
    ///
    /// @param wire for whoever starts it over the dialect itself
    Started start(Wire wire, Speech speech);

    /// All ways in which it can be watched.
    List<Way> ways();

    /// Lists sessions; the answer names each by its id somewhere.
    Ask list();

    Ask one(String session);

    /// Requests that open streams of a session, for answers other than a stream.
    List<Ask> streams(String session);

    /// An id in the dialect's form that nothing has.
    String unknownId();

    /// A request over HTTP whose body is read as JSON; the suite breaks the body.
    Ask withBody();

    /// Two requests of which only one may be accepted.
    Conflict conflict(Wire wire);

    /// @param ask at the first node
    /// @param other at the second
    /// @param refused the status of the one that is too late
    /// @param over ends what was begun; called when both are answered
    record Conflict(Ask ask, Ask other, int accepted, int refused, Runnable over) {
        /// Nothing is begun.
        public Conflict(Ask ask, Ask other, int accepted, int refused) {
            this(ask, other, accepted, refused, () -> {});
        }

        /// Two of the same; nothing is begun.
        public Conflict(Ask ask, int accepted, int refused) {
            this(ask, ask, accepted, refused);
        }
    }

    /// Fails unless the body is one of the dialect's errors.
    void error(Answer answer);

    /// Fails unless the one session in it has the dialect's shape: names, ids, times.
    void session(JsonNode answer);

    /// The answer to a path that nothing has.
    void unknownRoute(Answer answer);

    /// Sockets by their paths, with the status of an upgrade without a token on the main listener: 401, or 101
    /// where it opens to be closed or asked.
    Map<String, Integer> sockets();

    /// What in a query shows who somebody is.
    default Set<String> credentials() {
        return Set.of("token");
    }

    /// Asks. A dialect that says some of its answers over a socket asks there, and gives what it hears the status
    /// that HTTP has for it.
    default Answer ask(Wire wire, URI base, Ask ask) {
        return wire.send(base, ask);
    }

    /// Where a node of the shared system speaks it on a port of its own.
    default URI own(int node) {
        return RunningSystem.shared().dialect(node, name());
    }

    /// Where a node of the shared system speaks it on the main port.
    default URI main(int node) {
        return Wire.at(RunningSystem.shared().nodes().get(node), "/" + name());
    }

    /// Where a node that runs for itself speaks it.
    default URI at(SeparateNode node) {
        return node.dialect(name());
    }
}
