package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;

/// Takes what a host tells: checks that it is the host's own newest agent that speaks and that nothing was lost
/// between, renews its lease, and hands each report to those whom it concerns.
final class ReportDecider {
    private ReportDecider() {}

    static void take(Draft draft, ReportBatch batch) {
        Host host = HostDecider.find(draft, batch.hostId());
        if (host == null || host.status() == HostStatus.REMOVED) {
            return;
        }
        Row.HostLink link = draft.link(host.id());
        boolean older = batch.incarnation() < link.incarnation();
        boolean twin =
                batch.incarnation() == link.incarnation() && !batch.instance().equals(link.instance());
        if (older || twin) {
            fence(draft, host, link, batch);
            return;
        }
        boolean newer = batch.incarnation() > link.incarnation();
        if (!newer && batch.seq() <= link.reportSeq()) {
            return;
        }
        boolean gap = newer ? batch.seq() != 1 : batch.seq() != link.reportSeq() + 1;
        draft.put(
                Keys.link(draft.namespace(), host.id()),
                link.heard(batch.incarnation(), batch.instance(), batch.seq()));
        if (newer && link.incarnation() > 0) {
            draft.tell(host.id(), new Directive.Fence(batch.incarnation(), batch.instance()));
        }
        renewLease(draft, host.id());
        boolean starts = batch.reports().stream().anyMatch(Report.HostStarted.class::isInstance);
        if (!starts && host.status() == HostStatus.UNREACHABLE && host.fingerprint() != null) {
            draft.emit(host.ref(), new Event.HostReturned());
            draft.tell(host.id(), new Directive.TakeInventory("the host was silent"));
        } else if (gap) {
            draft.tell(host.id(), new Directive.TakeInventory("reports are missing"));
        }
        for (Report report : batch.reports()) {
            one(draft, host.id(), batch, report);
        }
        if (starts || host.status() == HostStatus.UNREACHABLE) {
            Queues.hostsChanged(draft);
        }
    }

    /// Takes reports of the batch that was taken last without them.
    static void more(Draft draft, ReportBatch batch) {
        Host host = HostDecider.find(draft, batch.hostId());
        Row.HostLink link = draft.link(batch.hostId());
        boolean last = batch.incarnation() == link.incarnation()
                && batch.instance().equals(link.instance())
                && batch.seq() == link.reportSeq();
        if (host == null || host.status() == HostStatus.REMOVED || !last) {
            return;
        }
        for (Report report : batch.reports()) {
            one(draft, host.id(), batch, report);
        }
        if (batch.reports().stream().anyMatch(Report.HostStarted.class::isInstance)) {
            Queues.hostsChanged(draft);
        }
    }

    private static void fence(Draft draft, Host host, Row.HostLink link, ReportBatch batch) {
        if (!batch.instance().equals(link.fenced())) {
            draft.emit(host.ref(), new Event.HostFenced(batch.incarnation(), batch.instance()));
            draft.tell(host.id(), new Directive.Fence(link.incarnation(), link.instance()));
            draft.put(
                    Keys.link(draft.namespace(), host.id()),
                    draft.link(host.id()).fencing(batch.instance()));
        }
    }

    private static void renewLease(Draft draft, String hostId) {
        long expires = draft.clock().lease() + Host.LEASE.toMillis();
        draft.put(Keys.lease(draft.namespace(), hostId), new Row.Lease(draft.namespace(), hostId, expires));
    }

    private static void one(Draft draft, String hostId, ReportBatch batch, Report report) {
        switch (report) {
            case Report.HostStarted r -> {
                Host host = HostDecider.find(draft, hostId);
                if (host != null) {
                    draft.emit(
                            host.ref(), new Event.HostStarted(batch.incarnation(), batch.instance(), r.fingerprint()));
                    Reconciling.inventory(draft, hostId, r.lastDirectiveSeq(), r.sessions(), r.done());
                    RepositoryDecider.lookAgain(draft, hostId);
                }
            }
            case Report.Heartbeat() -> {}
            case Report.Inventory r ->
                Reconciling.inventory(draft, hostId, r.lastDirectiveSeq(), r.sessions(), r.done());
            case Report.DirectiveGap _ -> Reconciling.directivesMissing(draft, hostId);
            case Report.KeyRotated(var key) -> {
                Host host = HostDecider.find(draft, hostId);
                if (host != null) {
                    draft.emit(host.ref(), new Event.HostKeyRotated(key));
                }
            }
            case Report.LaunchAccepted r -> SessionReports.launchAccepted(draft, hostId, r);
            case Report.SessionStarted r -> SessionReports.started(draft, hostId, r);
            case Report.LaunchFailed r -> SessionReports.launchFailed(draft, hostId, r);
            case Report.NativeSessionFound r -> SessionReports.nativeFound(draft, hostId, r);
            case Report.SessionReady r -> SessionReports.ready(draft, hostId, r);
            case Report.ActivityChanged r -> SessionReports.activity(draft, hostId, r);
            case Report.TurnEnded r -> SessionReports.turnEnded(draft, hostId, r);
            case Report.RepositoryInspected r -> RepositoryReports.inspected(draft, hostId, r);
            case Report.RepositoryRefused r -> RepositoryReports.refused(draft, hostId, r);
            case Report.WorktreeAdded r -> RepositoryReports.added(draft, hostId, r);
            case Report.WorktreeRemoved r -> RepositoryReports.removed(draft, hostId, r);
            case Report.WorktreeFailed r -> RepositoryReports.failed(draft, hostId, r);
            case Report.SessionMeasured r -> Measuring.told(draft, hostId, r);
            case Report.SessionExited r -> SessionReports.exited(draft, hostId, r);
            case Report.InputDelivered r ->
                SessionReports.input(
                        draft, hostId, r.sessionId(), r.inputId(), new Event.InputDelivered(r.sessionId()));
            case Report.InputUnknown r ->
                SessionReports.input(
                        draft, hostId, r.sessionId(), r.inputId(), new Event.InputDeliveryUnknown(r.sessionId()));
            case Report.InputRefused r ->
                SessionReports.input(
                        draft, hostId, r.sessionId(), r.inputId(), new Event.InputUndelivered(r.sessionId(), r.code()));
            case Report.OutputIndexed r -> SessionReports.indexed(draft, hostId, r);
            case Report.KeystrokesDropped r -> SessionReports.dropped(draft, hostId, r);
        }
    }
}
