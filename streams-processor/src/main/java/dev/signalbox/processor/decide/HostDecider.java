package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets hosts join, drain and leave, and notices that they fell silent.
final class HostDecider {
    private HostDecider() {}

    static @Nullable Host find(Draft draft, @Nullable String hostId) {
        return draft.find(Host.class, EntityType.HOST, hostId);
    }

    private static Answer notFound(String hostId) {
        return Answer.refused(ErrorCode.HOST_NOT_FOUND, "hostId", "there is no host " + hostId);
    }

    static Answer join(Draft draft, Command.JoinHost command) {
        EntityRef ref = new EntityRef(EntityType.HOST, command.hostId());
        Host host = find(draft, command.hostId());
        if (host != null && host.status() == HostStatus.REMOVED) {
            return Answer.refused(ErrorCode.HOST_REMOVED, "hostId", "the host was removed; join under a new id");
        }
        if (host != null) {
            return host.publicKey().equals(command.publicKey())
                    ? Answer.accepted(ref)
                    : Answer.refused(ErrorCode.ID_TAKEN, "hostId", "another host has this id");
        }
        if (draft.get(Keys.name(draft.namespace(), EntityType.HOST, command.name())) instanceof Row.Pointer) {
            return Answer.refused(ErrorCode.NAME_TAKEN, "name", "there is a host named '" + command.name() + "'");
        }
        int most = NamespaceDecider.limits(draft).hosts();
        if (draft.counter().hosts() >= most) {
            return Answer.refused(ErrorCode.LIMIT_REACHED, "the namespace has " + most + " hosts, as many as it may");
        }
        draft.emit(ref, new Event.HostJoined(command.name(), command.publicKey(), command.labels()));
        return Answer.accepted(ref);
    }

    static Answer drain(Draft draft, Command.DrainHost command) {
        Host host = find(draft, command.hostId());
        if (host == null || host.status() == HostStatus.REMOVED) {
            return notFound(command.hostId());
        }
        if (!host.draining()) {
            draft.emit(host.ref(), new Event.HostDrained(command.reason()));
            Queues.hostsChanged(draft);
        }
        return Answer.accepted(host.ref());
    }

    static Answer undrain(Draft draft, Command.UndrainHost command) {
        Host host = find(draft, command.hostId());
        if (host == null || host.status() == HostStatus.REMOVED) {
            return notFound(command.hostId());
        }
        if (host.draining()) {
            draft.emit(host.ref(), new Event.HostUndrained());
            Queues.hostsChanged(draft);
        }
        return Answer.accepted(host.ref());
    }

    static Answer remove(Draft draft, Command.RemoveHost command) {
        Host host = find(draft, command.hostId());
        if (host == null) {
            return notFound(command.hostId());
        }
        if (host.status() == HostStatus.REMOVED) {
            return Answer.accepted(host.ref());
        }
        List<Session> live = sessions(draft, host);
        if (!live.isEmpty() && !command.force()) {
            return new Answer.Refused(
                    ErrorCode.HOST_BUSY,
                    "force",
                    "the host has " + live.size() + " live sessions: drain it and wait, or remove it by force",
                    live.getFirst().ref());
        }
        draft.emit(host.ref(), new Event.HostRemoved());
        RepositoryDecider.forget(draft, host.id());
        draft.put(Keys.lease(draft.namespace(), host.id()), null);
        for (Session session : live) {
            SessionEnding.lose(draft, session, "its host was removed by force", false);
        }
        Queues.hostsChanged(draft);
        return Answer.accepted(host.ref());
    }

    /// The host's lease is over.
    static void silent(Draft draft, String hostId) {
        draft.put(Keys.lease(draft.namespace(), hostId), null);
        Host host = find(draft, hostId);
        if (host == null || host.status() == HostStatus.REMOVED || host.status() == HostStatus.UNREACHABLE) {
            return;
        }
        draft.emit(host.ref(), new Event.HostSilent());
        for (Session session : sessions(draft, host)) {
            SessionEnding.silence(draft, session);
        }
        Queues.hostsChanged(draft);
    }

    /// The live sessions of a host.
    static List<Session> sessions(Draft draft, Host host) {
        List<Session> live = new ArrayList<>();
        for (String id : host.sessions()) {
            Session session = SessionDecider.find(draft, id);
            if (session != null && !session.status().terminal()) {
                live.add(session);
            }
        }
        return live;
    }
}
