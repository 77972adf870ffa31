package dev.signalbox.schemas.report;

import dev.signalbox.schemas.error.Check;
import java.util.List;

/// The value of a record on `reports`, keyed by the namespace: up to 500 reports under one signature.
/// The signature (Ed25519 over the value's bytes, by the host's key) travels in the header [#SIGNATURE].
///
/// @param incarnation of the host agent; an older one is fenced
/// @param instance random name of the running host agent
/// @param seq +1 with each batch of this incarnation, from 1
public record ReportBatch(
        String namespace, String hostId, long incarnation, String instance, long seq, List<Report> reports) {
    public static final String SIGNATURE = "signature";
    public static final int MAX_REPORTS = 500;

    public ReportBatch {
        Check.name("namespace", namespace);
        Check.id("hostId", hostId);
        Check.id("instance", instance);
        reports = Check.list("reports", reports, MAX_REPORTS);
    }

    /// The same batch with some of its reports.
    public ReportBatch with(List<Report> some) {
        return new ReportBatch(namespace, hostId, incarnation, instance, seq, some);
    }
}
