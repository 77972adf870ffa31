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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose daemon asks, by the bearer token of a request under `/api/daemon`. A token of this installation
/// speaks for the orchestrator that `X-Orchestrator-Id` names, or else that of its subject's name.
final class DaemonAccess {
    private static final String CHOICE = "X-Orchestrator-Id";
    private static final Set<Capability> DAEMON = EnumSet.of(Capability.VIEW, Capability.CREATE);

    private final ApiCore core;
    private final NeolithOptions options;
    private final DaemonTokens tokens;
    private final DaemonSessions sessions;
    private final Orchestrators orchestrators;

    DaemonAccess(
            ApiCore core,
            NeolithOptions options,
            DaemonTokens tokens,
            DaemonSessions sessions,
            Orchestrators orchestrators) {
        this.core = core;
        this.options = options;
        this.tokens = tokens;
        this.sessions = sessions;
        this.orchestrators = orchestrators;
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
    }

    /// @param scope what the token must allow, for instance `events`
    /// @param flat which shape refusals of the route have
    Asker asker(Request request, String scope, boolean flat) {
        String token = request.credentials().bearer().orElseThrow(() -> unauthorized("a bearer token is needed", flat));
        var own = core.verifier().verify(token);
        if (own.isPresent()) {
            return nativeAsker(request, own.get(), flat);
        }
        if (!(tokens.read(token, DaemonTokens.ACCESS) instanceof DaemonTokens.Read.Valid(var claims))) {
            throw unauthorized("the token is not valid, or has expired", flat);
        }
        String orchestratorId = claims.orchestratorId();
        boolean live = sessions.find(options.namespace(), orchestratorId, claims.sessionId())
                .filter(session -> !List.of("expired", "terminated").contains(session.status()))
                .isPresent();
        if (!live) {
            throw unauthorized("the session of this token is over: authenticate again", flat);
        }
        boolean enabled = orchestrators
                .find(options.namespace(), orchestratorId)
                .map(Records.Orchestrator::enabled)
                .orElse(false);
        if (!enabled) {
            throw unauthorized("the orchestrator is not there any more, or is disabled", flat);
        }
        if (!allows(claims.scopes(), scope)) {
            throw forbidden("the token lacks the scope '" + scope + "'", flat);
        }
        return new Asker(
                system(orchestratorId), orchestratorId, claims.daemonId(), claims.sessionId(), claims.expiresAt());
    }

    private static Asker nativeAsker(Request request, Principal who, boolean flat) {
        String orchestratorId = request.header(CHOICE).orElse(who.subject());
        if (!Orchestrators.isId(orchestratorId)) {
            throw unauthorized("name the orchestrator in " + CHOICE, flat);
        }
        if (!who.may(Capability.CREATE)) {
            throw forbidden("the token lacks the scope 'create'", flat);
        }
        return new Asker(who, orchestratorId, who.subject(), "", who.expiresAt());
    }

    /// Writes the records of a daemon of the configured namespace.
    Principal system(String orchestratorId) {
        return new Principal(Caller.subject(orchestratorId), options.namespace(), DAEMON, "daemon", null);
    }

    /// Who may say whose daemons there are: an admin's token of this installation, and on an open listener
    /// anybody.
    Principal admin(Request request) {
        Principal who = request.credentials()
                .bearer()
                .map(token ->
                        core.verifier().verify(token).orElseThrow(() -> unauthorized("the token is not valid", false)))
                .orElseGet(() -> {
                    if (!request.credentials().open()) {
                        throw unauthorized("an admin's token of this installation is needed", false);
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

    static RefusedException unauthorized(String message, boolean flat) {
        return shaped(Refusal.of(ErrorCode.UNAUTHENTICATED, message), flat).asException();
    }

    static RefusedException forbidden(String message, boolean flat) {
        return shaped(Refusal.of(ErrorCode.FORBIDDEN, message), flat).asException();
    }

    static Refusal shaped(Refusal refusal, boolean flat) {
        return flat ? refusal.with(NeolithRefusals.FLAT, "true") : refusal;
    }
}
