package dev.signalbox.api.dialect.elemental;

import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Sessions, whoever started them.
final class SessionRoutes {
    private final Directory directory;

    SessionRoutes(Directory directory) {
        this.directory = directory;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/sessions", VIEW, this::list),
                Route.of("GET", "/api/sessions/{id}", VIEW, this::get));
    }

    /// In the order in which they were made. A value that no session has selects none.
    private Reply list(Request request) {
        directory.ready();
        Principal principal = request.principal();
        Optional<String> agent = request.query("agentId");
        Optional<String> role = request.query("role");
        Optional<Set<String>> statuses = request.query("status")
                .map(text -> Arrays.stream(text.split(",")).map(String::strip).collect(Collectors.toSet()));
        boolean resumable = request.query("resumable").orElse("").equals("true");
        List<WireSession> found = directory
                .sessions(
                        principal,
                        summary -> agent.map(id -> id.equals(summary.agentId())).orElse(true),
                        Integer.MAX_VALUE)
                .stream()
                .map(session -> directory.wire(principal, session))
                .filter(session ->
                        role.map(name -> name.equals(session.agentRole())).orElse(true))
                .filter(session ->
                        statuses.map(set -> set.contains(session.status())).orElse(true))
                .filter(session -> !resumable || session.claudeSessionId() != null)
                .toList();
        return Reply.json(200, Map.of("sessions", found.reversed()));
    }

    private Reply get(Request request) throws InterruptedException {
        directory.ready();
        Principal principal = request.principal();
        return Reply.json(
                200,
                Map.of("session", directory.wire(principal, directory.session(principal, request.parameter("id")))));
    }
}
