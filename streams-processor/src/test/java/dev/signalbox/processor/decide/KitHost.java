package dev.signalbox.processor.decide;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.Report.Found;
import dev.signalbox.schemas.report.Report.Liveness;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.state.Fingerprint.ProviderFound;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.SessionEnd;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A host in a [DeciderKit]: what it tells, numbered as a host agent does.
final class KitHost {
    static final long MANY = Long.MAX_VALUE;

    private final DeciderKit kit;
    final String id;
    private final List<ProviderFound> providers;
    private int capacity;
    private long incarnation;
    private String instance = "";
    private long seq;

    private KitHost(DeciderKit kit, String id, int capacity, List<ProviderFound> providers) {
        this.kit = kit;
        this.id = id;
        this.capacity = capacity;
        this.providers = providers;
    }

    /// A host whose agent has not started yet. @param providers names; `claude` and `bash` run in terminals too
    static KitHost joined(DeciderKit kit, String id, int capacity, String... providers) {
        return joined(kit, id, capacity, Map.of(), providers);
    }

    static KitHost joined(DeciderKit kit, String id, int capacity, Map<String, String> labels, String... providers) {
        kit.accept(new Command.JoinHost(id, id + "-name", "key-" + id, null, labels));
        List<ProviderFound> found = Arrays.stream(providers)
                .map(name -> new ProviderFound(name, true, !name.equals("codex"), "1.0", null))
                .toList();
        return new KitHost(kit, id, capacity, found);
    }

    /// A twin or a later host agent of the same host.
    KitHost copy() {
        KitHost copy = new KitHost(kit, id, capacity, providers);
        copy.incarnation = incarnation;
        copy.instance = instance + "'";
        return copy;
    }

    void capacity(int newCapacity) {
        capacity = newCapacity;
    }

    long incarnation() {
        return incarnation;
    }

    Fingerprint fingerprint() {
        return new Fingerprint("0.1.0", "linux", "boot-1", 4, 1 << 30, capacity, List.of("/srv/" + id), providers);
    }

    /// A new incarnation of the host agent reports what it found; it has applied all directives.
    void start(Found... found) {
        startHavingApplied(MANY, found);
    }

    void startHavingApplied(long lastDirectiveSeq, Found... found) {
        incarnation++;
        instance = id + "-" + incarnation;
        seq = 0;
        tell(new Report.HostStarted(fingerprint(), lastDirectiveSeq, List.of(found)));
    }

    void tell(Report... reports) {
        seq++;
        kit.tell(batch(seq, reports));
    }

    /// Batches that were sent and never decided.
    void loseBatches(int count) {
        seq += count;
    }

    ReportBatch batch(long number, Report... reports) {
        return new ReportBatch(DeciderKit.NAMESPACE, id, incarnation, instance, number, List.of(reports));
    }

    void heartbeat() {
        tell(new Report.Heartbeat());
    }

    void inventory(Found... found) {
        inventoryHavingApplied(MANY, found);
    }

    void inventoryHavingApplied(long lastDirectiveSeq, Found... found) {
        tell(new Report.Inventory(lastDirectiveSeq, List.of(found)));
    }

    static Found alive(String sessionId) {
        return new Found(sessionId, 1, Liveness.ALIVE);
    }

    static Found starting(String sessionId) {
        return new Found(sessionId, 1, Liveness.STARTING);
    }

    static Found exited(String sessionId) {
        return new Found(sessionId, 1, Liveness.EXITED);
    }

    void accepts(String sessionId) {
        tell(new Report.LaunchAccepted(sessionId, 1));
    }

    /// Accepts the launch, and has a process.
    void runs(String sessionId) {
        tell(new Report.LaunchAccepted(sessionId, 1), started(sessionId));
    }

    static Report started(String sessionId) {
        return new Report.SessionStarted(sessionId, 1, process());
    }

    static ProcessRef process() {
        return new ProcessRef(77, 1234, "boot-1", Instant.EPOCH, "/srv/x", null, null, null, null, List.of());
    }

    void fails(String sessionId, ErrorCode code) {
        tell(new Report.LaunchFailed(sessionId, 1, code, "it would not", "the tail"));
    }

    void exits(String sessionId, int exitCode) {
        tell(exit(sessionId, exitCode));
    }

    static Report exit(String sessionId, int exitCode) {
        return new Report.SessionExited(sessionId, 1, end(exitCode));
    }

    static SessionEnd end(int exitCode) {
        return new SessionEnd(Instant.EPOCH, true, exitCode, null, null, null, 10, 0, "the tail", null, List.of());
    }

    void delivers(String sessionId, String inputId) {
        tell(new Report.InputDelivered(sessionId, inputId));
    }

    void turnEnds(String sessionId, boolean success, String text) {
        tell(new Report.TurnEnded(sessionId, new Item.Result(success, text, null, 10L, 1), 0));
    }
}
