package dev.signalbox.schemas.state;

/// Whether a host can be reached and takes work.
///
/// ```
///            ┌──────── report ────────┐
///  joined ▶ UNREACHABLE ◀─ lease over ─ ONLINE ◀─ undrain/drain ─▶ DRAINING
///  any of them ─ remove ─▶ REMOVED
/// ```
public enum HostStatus {
    ONLINE,
    DRAINING,
    UNREACHABLE,
    REMOVED
}
