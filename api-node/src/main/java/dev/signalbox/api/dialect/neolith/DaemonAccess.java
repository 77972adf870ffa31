package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Request;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose daemon asks, by the bearer token of a request under `/api/daemon`. A token of this installation
/// speaks for the orchestrator that `X-Orchestrator-Id` names, or else that of its subject's name.
final class DaemonAccess {
    private static final String CHOICE = "X-Orchestrator-Id";
    private static final Set<String> OVER = Set.of("expired", "terminated");
    private static final Set<Capability> DAEMON = EnumSet.of(Capability.VIEW, Capability.CREATE);

    private final ApiCore core;
    private final NeolithOptions options;
    private final DaemonTokens tokens;
    private final DaemonSessions sessions;
    private final Orchestrators orchestrators;
    private final SecondLook unknown;

    DaemonAccess(
            ApiCore core,
            NeolithOptions options,
            DaemonTokens tokens,
            DaemonSessions sessions,
            Orchestrators orchestrators,
            SecondLook unknown) {
        this.core = core;
        this.options = options;
        this.tokens = tokens;
        this.sessions = sessions;
        this.orchestrators = orchestrators;
        this.unknown = unknown;
    }

    /// Who asks.
    ///
    /// @param principal writes this dialect's records
    /// @param sessionId of the token; empty for one of this installation
    /// @param expiresAt null: never
    record Asker(
            Principal principal,
            String orchestratorId,
            String daemonId,
            String sessionId,
            @Nullable Instant expiresAt) {
        String namespace() {
            return principal.namespace();
        }

        /// The orchestrator's daemon, unless another instance than that of the token has taken its place.
        ///
        /// @throws RefusedException UNAUTHENTICATED
        Records.Daemon own(Records.Daemon daemon) {
            if (isSuperseded(daemon)) {
                throw unauthorized("another instance is registered: authenticate again");
            }
            return daemon;
        }

        boolean isSuperseded(Records.Daemon daemon) {
            String instance = daemon.instanceId();
            return instance != null
                    && !sessionId.isEmpty()
                    && !daemonId.equals(instance)
                    && !daemonId.equals(anyInstance(orchestratorId));
        }
    }

    /// @param scope what the token must allow, for instance `events`
    Asker asker(Request request, String scope) throws InterruptedException {
        String token = request.credentials().bearer().orElseThrow(() -> unauthorized("a bearer token is needed"));
        core.readiness().requireViews();
        var own = core.verifier().verify(token);
        if (own.isPresent()) {
            return nativeAsker(request, own.get());
        }
        if (!(tokens.read(token, DaemonTokens.ACCESS) instanceof DaemonTokens.Read.Valid(var claims))) {
            throw unauthorized("the token is not valid, or has expired");
        }
        if (!live(claims)) {
            throw unauthorized("the session of this token is over: authenticate again");
        }
        String orchestratorId = claims.orchestratorId();
        if (!enabled(orchestratorId)) {
            throw unauthorized("the orchestrator is not there any more, or is disabled");
        }
        if (!allows(claims.scopes(), scope)) {
            throw forbidden("the token lacks the scope '" + scope + "'");
        }
        return new Asker(
                system(orchestratorId), orchestratorId, claims.daemonId(), claims.sessionId(), claims.expiresAt());
    }

    private static Asker nativeAsker(Request request, Principal who) {
        String orchestratorId = request.header(CHOICE).orElse(who.subject());
        if (!Orchestrators.isId(orchestratorId)) {
            throw unauthorized("name the orchestrator in " + CHOICE);
        }
        if (!who.may(Capability.CREATE)) {
            throw forbidden("the token lacks the scope 'create'");
        }
        return new Asker(who, orchestratorId, who.subject(), "", who.expiresAt());
    }

    /// The daemon of a token that was made while none was there.
    static String anyInstance(String orchestratorId) {
        return "daemon_" + orchestratorId;
    }

    /// Whether whoever asked may still do so, as far as this node knows.
    boolean holds(Asker asker) {
        String id = asker.orchestratorId();
        return asker.sessionId().isEmpty()
                || (sessions.find(asker.namespace(), id, asker.sessionId())
                                .filter(DaemonAccess::goesOn)
                                .isPresent()
                        && orchestrators
                                .find(asker.namespace(), id)
                                .map(Records.Orchestrator::enabled)
                                .orElse(false));
    }

    private static boolean goesOn(Records.DaemonSession session) {
        return !OVER.contains(session.status());
    }

    /// Whether the session of a token goes on.
    ///
    /// @throws RefusedException UNAVAILABLE when it is not known here whether there is one
    boolean live(DaemonTokens.Claims claims) throws InterruptedException {
        core.readiness().requireViews();
        return unknown.at(
                        system(claims.orchestratorId()),
                        () -> sessions.find(options.namespace(), claims.orchestratorId(), claims.sessionId()))
                .filter(DaemonAccess::goesOn)
                .isPresent();
    }

    /// Whether an orchestrator is there and may have a daemon; as [#live].
    boolean enabled(String orchestratorId) throws InterruptedException {
        return orchestrator(orchestratorId).map(Records.Orchestrator::enabled).orElse(false);
    }

    /// As [#live]. Whoever asks may be nobody: all share what they may ask for that is not there.
    Optional<Records.Orchestrator> orchestrator(String orchestratorId) throws InterruptedException {
        core.readiness().requireViews();
        return unknown.at(system("-"), () -> orchestrators.find(options.namespace(), orchestratorId));
    }

    /// Writes the records of a daemon of the configured namespace.
    Principal system(String orchestratorId) {
        return new Principal(Caller.subject(orchestratorId), options.namespace(), DAEMON, "daemon", null);
    }

    /// Who may say whose daemons there are: an admin's token of this installation, and on an open listener
    /// anybody.
    Principal admin(Request request) {
        core.readiness().requireViews();
        Principal who = request.credentials()
                .bearer()
                .map(token -> core.verifier().verify(token).orElseThrow(() -> unauthorized("the token is not valid")))
                .orElseGet(() -> {
                    if (!request.credentials().open()) {
                        throw unauthorized("an admin's token of this installation is needed");
                    }
                    return Principal.ANYBODY;
                });
        who.require(Capability.ADMIN);
        return who;
    }

    /// `events`, `daemon:events` and `events:read` allow the same; none at all, and `*`, allow everything.
    static boolean allows(List<String> scopes, String needed) {
        return scopes.isEmpty()
                || scopes.stream()
                        .map(scope -> scope.startsWith("daemon:") ? scope.substring("daemon:".length()) : scope)
                        .map(scope -> scope.contains(":") ? scope.substring(0, scope.indexOf(':')) : scope)
                        .anyMatch(scope -> scope.equals("*") || scope.equals(needed));
    }

    static RefusedException unauthorized(String message) {
        return Refusal.of(ErrorCode.UNAUTHENTICATED, message).asException();
    }

    static RefusedException forbidden(String message) {
        return Refusal.of(ErrorCode.FORBIDDEN, message).asException();
    }
}
